/** What charts draw with, of a library that is a third of all the scripts: fetched (chart.tsx) once there is something to draw. */
export { areaY, axisFy, barX, dot, frame, line, plot, rect, ruleX, ruleY, text } from "@observablehq/plot";
