import { createRoot } from "react-dom/client";
import { App, type ShownRun } from "./app.tsx";
import { followHash } from "./follow-hash.ts";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/charts.css";
import "./styles/agreed.css";
import "./styles/population.css";
import "./styles/validation.css";
import "./styles/print.css";

const data = document.getElementById("run")?.textContent;
const root = document.getElementById("root");
if (data !== null && data !== undefined && root !== null) {
  const shown = JSON.parse(data) as ShownRun;
  createRoot(root).render(<App shown={shown} onShown={followHash} />);
}
