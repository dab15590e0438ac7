/** The list of failures, the matrix, the subjects and the mutants. */
export const views = String.raw`
.stories { display: grid; gap: 8px; padding: 6px 0; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); }
.stories-title { font-size: 15px; padding-top: 18px; }
.story { height: 100%; padding: 10px 14px; border: 1px solid var(--line); border-inline-start: 5px solid var(--failed-bg); border-radius: 9px; background: var(--card); }
.story .name { font-weight: 650; }
.story .name:hover { text-decoration: underline; text-underline-offset: 3px; }
.story .how { color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.story .on { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 6px; }
.story .on button { border: 1px solid var(--strong); border-radius: 99px; background: none; padding: 1px 10px; font-size: 13px; }
.story .on button:hover { border-color: var(--failed-bg); }
.problem { padding: 10px 14px; border-radius: 9px; background: var(--alarm-bg); color: var(--failed-ink); overflow-wrap: anywhere; }

.box { overflow: auto; max-height: calc(100vh - 24px); border: 1px solid var(--line); border-radius: 12px; background: var(--card); box-shadow: var(--shadow); }
.matrix { border-collapse: separate; border-spacing: 0; width: 100%; }
.matrix th { text-align: start; font-weight: 400; }
.matrix thead th { position: sticky; top: 0; z-index: 2; background: var(--card); border-bottom: 1px solid var(--line); vertical-align: bottom; }
.matrix thead th:first-child { z-index: 3; left: 0; padding: 10px 14px; color: var(--soft); font-size: 13px; }
.matrix .subject { width: 36px; padding: 10px 0 8px; }
.matrix .subject button { display: block; margin: 0 auto; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 190px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 13px; }
.matrix .subject button:hover { color: var(--accent); }
.matrix tbody th { position: sticky; left: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); border-inline-end: 1px solid var(--line); min-width: 320px; }
.matrix tbody th button { display: flex; gap: 10px; width: 100%; padding: 5px 14px; }
.matrix tbody th button:hover .title { text-decoration: underline; text-underline-offset: 3px; }
.matrix tbody th .tag { align-self: start; margin-top: 2px; }
.matrix tbody th .sum { display: none; }
.matrix tbody th .mono { flex: none; color: var(--soft); padding-top: 1px; }
.matrix tbody td { border-bottom: 1px solid var(--line); padding: 2px; text-align: center; }
.matrix .time { padding: 0 12px; text-align: end; color: var(--soft); font: 12px var(--mono); white-space: nowrap; }
.matrix thead .time { font: 13px var(--sans); padding-bottom: 10px; }
.matrix .area th { position: sticky; left: 0; background: var(--sunk); padding: 5px 14px; font-size: 13px; font-weight: 600; border-inline-end: 0; }
.matrix .area td { background: var(--sunk); border-bottom: 1px solid var(--line); }
.matrix tr:last-child > * { border-bottom: 0; }
.matrix tbody tr:hover > * { background-color: color-mix(in srgb, var(--accent) 6%, var(--card)); }
.cell { display: inline-grid; place-items: center; width: 32px; height: 28px; border: 0; border-radius: 6px; padding: 0; font-size: 15px; }
.cell:hover { outline: 2px solid var(--accent); outline-offset: 0; }
.cell.dim { opacity: .22; }
.cell .of { display: none; }

.people { display: grid; gap: 14px; padding: 18px 0; grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); }
.person { padding: 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); box-shadow: var(--shadow); display: grid; gap: 10px; align-content: start; }
.person h2 { font-size: 17px; line-height: 1.3; overflow-wrap: anywhere; }
.person .bar { margin-top: 0; height: 8px; }
.person .counts { font-size: 13px; color: var(--soft); }
.claims { display: grid; gap: 4px; }
.claims summary, .claims .claim { display: flex; gap: 8px; align-items: center; padding: 3px 6px; border-radius: 6px; cursor: pointer; }
.claims .claim { cursor: default; }
.claims summary::-webkit-details-marker { display: none; }
.claims summary:hover { background: var(--sunk); }
.claims .icon { border-radius: 5px; width: 20px; height: 20px; padding: 3px; }
.claims summary .n { margin-inline-start: auto; font-size: 13px; color: var(--soft); }
.claims ul { padding: 4px 6px 8px 34px; font-size: 13px; color: var(--soft); display: grid; gap: 4px; overflow-wrap: anywhere; }

.kills { display: grid; gap: 18px; padding: 6px 0 18px; }
.kills section { border: 1px solid var(--line); border-radius: 12px; background: var(--card); overflow: hidden; }
.kills section.alive { border-color: var(--failed-bg); }
.kills h3 { display: flex; gap: 10px; align-items: baseline; padding: 8px 14px; background: var(--sunk); font-size: 14px; }
.kills section.alive h3 { background: var(--alarm-bg); color: var(--failed-ink); }
.kills h3 .n { margin-inline-start: auto; font-weight: 400; color: var(--soft); }
.kill { display: grid; grid-template-columns: 24px minmax(0, 5fr) minmax(0, 2fr) minmax(0, 5fr); gap: 4px 12px; width: 100%; padding: 7px 14px; border-top: 1px solid var(--line); font-size: 14px; }
.kill:hover { background: color-mix(in srgb, var(--accent) 6%, var(--card)); }
.kill:focus-visible { outline-offset: -3px; }
.kill .icon { width: 20px; height: 20px; padding: 3px; border-radius: 5px; }
.kill .after { color: var(--soft); overflow-wrap: anywhere; }

@media (max-width: 720px) {
  .shown { margin-inline-start: 0; }
  .filters select { flex: 1 1 30%; max-width: none; min-width: 0; }
  .box { overflow: visible; max-height: none; border: 0; background: none; box-shadow: none; }
  .matrix, .matrix tbody, .matrix tr, .matrix tbody th { display: block; }
  .matrix thead { display: none; }
  .matrix tbody tr { margin-bottom: 10px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); padding: 6px 8px 8px; display: flex; flex-wrap: wrap; gap: 4px; }
  .matrix tbody tr:hover > * { background: none; }
  .matrix tbody tr.area { border: 0; background: none; padding: 10px 2px 0; margin: 0; }
  .matrix tbody tr.area th { background: none; padding: 0; }
  .matrix .area td, .matrix td.time { display: none; }
  .matrix tbody th { position: static; flex: 1 0 100%; min-width: 0; border: 0; background: none; }
  .matrix tbody th button { padding: 4px 4px 6px; }
  .matrix tbody td { border: 0; padding: 0; display: block; max-width: 100%; }
  .cell { width: auto; min-width: 34px; height: 32px; padding: 0 8px; grid-auto-flow: column; gap: 6px; max-width: 100%; }
  .cell.s-skipped { box-shadow: inset 0 0 0 1px var(--line); }
  .cell .of { display: inline; font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .matrix:not(.alone) td:has(.s-passed, .s-skipped, .dim) { display: none; }
  .matrix:not(.alone) tbody th .sum { display: block; padding: 0 4px 2px; font-size: 13px; color: var(--soft); }
  .kill { grid-template-columns: 24px 1fr; }
  .kill .of, .kill .after { grid-column: 2; }
}
`
