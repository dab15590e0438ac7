/** Colours in both schemes, type, and what all parts of the page share. */
export const base = String.raw`
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #ffffff; --sunk: #f0f0ec; --line: #dededa; --strong: #c4c4be;
  --ink: #1b1c1d; --soft: #55585c; --accent: #2450c8; --shadow: 0 1px 2px #0001, 0 8px 28px #0000000f;
  --passed: #11632f; --passed-bg: #dcf2e2; --failed: #ffffff; --failed-bg: #c4242b; --failed-ink: #b01f26;
  --refused: #1d4a96; --refused-bg: #dde8fb; --deviates: #7a4700; --deviates-bg: #fde6bf;
  --skipped: #63676c; --skipped-bg: transparent; --alarm-bg: #fdeceb;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131416; --card: #1c1e21; --sunk: #25282c; --line: #34383d; --strong: #4c5157;
    --ink: #eceded; --soft: #a9aeb4; --accent: #8fb0ff; --shadow: 0 1px 2px #0006, 0 8px 28px #0006;
    --passed: #86dba3; --passed-bg: #173624; --failed: #ffffff; --failed-bg: #c9353b; --failed-ink: #ff9c9c;
    --refused: #a5c4ff; --refused-bg: #1d2d4d; --deviates: #f6c56f; --deviates-bg: #42300f;
    --skipped: #9aa0a6; --skipped-bg: transparent; --alarm-bg: #3a1f20;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
@media (min-width: 721px) { html { scrollbar-gutter: stable; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 var(--sans); }
h1, h2, h3, h4, p, ol, ul, dl, dd, figure, table { margin: 0; padding: 0; }
ol, ul { list-style: none; }
button, input, select { font: inherit; color: inherit; }
button { cursor: pointer; }
code, pre, .mono { font-family: var(--mono); font-size: .875em; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wrap { max-width: 1500px; margin: 0 auto; padding: 0 clamp(12px, 3vw, 36px); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 8px; top: -60px; z-index: 9; padding: 8px 14px; background: var(--card); border-radius: 8px; }
.skip:focus { top: 8px; }
.soft { color: var(--soft); }
.icon { width: 1em; height: 1em; display: block; flex: none; fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.s-passed { color: var(--passed); background: var(--passed-bg); }
.s-failed { color: var(--failed); background: var(--failed-bg); }
.s-refused { color: var(--refused); background: var(--refused-bg); }
.s-deviates { color: var(--deviates); background: var(--deviates-bg); }
.s-skipped { color: var(--skipped); background: var(--skipped-bg); }
.badge { display: inline-flex; align-items: center; gap: .4em; padding: .1em .6em; border-radius: 99px; font-size: 13px; font-weight: 600; white-space: nowrap; }
.badge.s-skipped { box-shadow: inset 0 0 0 1px var(--strong); }
.tag { display: inline-block; padding: 0 .5em; border: 1px solid var(--strong); border-radius: 5px; font-size: 12px; color: var(--soft); white-space: nowrap; }
.plain { border: 0; background: none; padding: 0; text-align: start; }
.button { border: 1px solid var(--strong); background: var(--card); border-radius: 8px; padding: 5px 12px; }
.button:hover { border-color: var(--accent); }

.top { padding-block: 28px 18px; }
.top h1 { font-size: 14px; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
.verdict { margin-top: 4px; font-size: clamp(24px, 4vw, 38px); line-height: 1.15; font-weight: 680; letter-spacing: -.02em; text-wrap: balance; }
.verdict::first-letter { text-transform: uppercase; }
.verdict.bad { color: var(--failed-ink); }
.about { margin-top: 8px; color: var(--soft); display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 14px; }
.bar { display: flex; height: 12px; margin-top: 18px; border-radius: 6px; overflow: hidden; background: var(--sunk); gap: 2px; }
.bar > * { min-width: 4px; }
.bar .s-passed { background: #2f9e58; }
.bar .s-failed { background: var(--failed-bg); }
.bar .s-refused { background: #4f83dd; }
.bar .s-deviates { background: #e0a030; }
.bar .s-skipped { background: repeating-linear-gradient(135deg, var(--strong) 0 2px, transparent 2px 6px); }

.standing { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; margin-top: 14px; font-size: 14px; }
.standing button { display: inline-flex; gap: 7px; align-items: center; padding: 3px 11px; border: 1px solid var(--line); border-radius: 99px; background: var(--card); }
.standing button:hover { border-color: var(--accent); }
.standing .icon { padding: 3px; width: 18px; height: 18px; border-radius: 99px; margin-inline-start: -5px; }

.tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--line); overflow-x: auto; }
.tabs button { border: 0; background: none; padding: 10px 14px; border-bottom: 3px solid transparent; color: var(--soft); font-weight: 600; white-space: nowrap; }
.tabs button:focus-visible { outline-offset: -3px; }
.tabs button[aria-selected="true"] { color: var(--ink); border-color: var(--accent); }
.tabs .n { font-weight: 400; font-size: 13px; }
.tabs .alarm { color: var(--failed-ink); }

.filters { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; padding: 14px 0; }
.filters input[type="search"] { flex: 1 1 200px; min-width: 0; }
.filters input[type="search"], .filters select { height: 36px; padding: 0 10px; border: 1px solid var(--strong); border-radius: 8px; background: var(--card); }
.filters select { max-width: 150px; }
.toggles { display: flex; flex-wrap: wrap; gap: 6px; }
.toggle { display: inline-flex; align-items: center; gap: 6px; height: 36px; padding: 0 12px; border: 1px solid var(--strong); border-radius: 8px; background: var(--card); font-size: 14px; }
.toggle .icon { padding: 2px; width: 18px; height: 18px; border-radius: 5px; }
.toggle[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600; }
.shown { color: var(--soft); font-size: 14px; margin-inline-start: auto; }
.nothing { padding: 48px 0; text-align: center; color: var(--soft); }
.nothing .button { margin-top: 12px; color: var(--ink); }
footer { padding-block: 28px 40px !important; color: var(--soft); font-size: 13px; }
@media (max-width: 720px) { .top { padding-block: 18px 12px; } .tabs button { padding: 10px 9px; } }
@media (prefers-reduced-motion: no-preference) {
  .cell, .toggle, .tabs button, .story { transition: background-color .12s, border-color .12s, opacity .12s, transform .12s; }
  dialog[open] { animation: slide .18s ease-out; }
  @keyframes slide { from { transform: translateX(24px); opacity: 0; } }
}
`
