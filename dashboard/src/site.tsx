import { createRoot } from "react-dom/client";
import { followLinks } from "./frame/address.ts";
import { Frame } from "./frame/frame.tsx";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/charts.css";
import "./styles/agreed.css";
import "./styles/population.css";
import "./styles/validation.css";
import "./styles/site.css";
import "./styles/lists.css";
import "./styles/people.css";
import "./styles/executive.css";
import "./styles/print.css";
import "./styles/site-print.css";

const root = document.getElementById("root");
if (root !== null) {
  followLinks();
  createRoot(root).render(<Frame />);
}
