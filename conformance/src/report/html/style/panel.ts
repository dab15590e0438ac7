/** The panel beside the page, and the sequence diagram in it. */
export const panel = String.raw`
dialog { position: fixed; inset: 0 0 0 auto; width: min(780px, 100%); max-width: none; height: 100%; max-height: none; margin: 0; padding: 0; border: 0; background: var(--page); color: var(--ink); box-shadow: -12px 0 60px #0004; overflow-y: auto; overflow-x: hidden; overscroll-behavior: contain; }
dialog::backdrop { background: #0006; }
.panel-top { position: sticky; top: 0; z-index: 4; display: flex; gap: 12px; align-items: start; padding: 14px clamp(14px, 3vw, 26px); background: var(--card); border-bottom: 1px solid var(--line); }
.panel-top h2 { font-size: 18px; line-height: 1.3; overflow-wrap: anywhere; outline: none; }
.panel-top .where { color: var(--soft); font-size: 14px; display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; margin-top: 4px; }
.panel-top .close { margin-inline-start: auto; flex: none; width: 40px; height: 40px; border-radius: 9px; border: 1px solid var(--strong); background: var(--card); display: grid; place-items: center; }
.panel-body { padding: 18px clamp(14px, 3vw, 26px) 48px; display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); }
.panel-body h3 { font-size: 12px; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); margin-bottom: 6px; }
.statement { font-size: 17px; line-height: 1.45; text-wrap: pretty; }
.source { margin-top: 4px; font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 26px; }
.facts dt { font-size: 12px; color: var(--soft); }
.facts dd { font-weight: 600; }
.needs { display: flex; flex-wrap: wrap; gap: 6px; }
.need { display: inline-flex; gap: 6px; align-items: center; padding: 2px 10px 2px 4px; border: 1px solid var(--line); border-radius: 99px; background: var(--card); font-size: 13px; }
.need .icon { padding: 3px; width: 18px; height: 18px; border-radius: 99px; }
.reason { padding: 10px 14px; border-radius: 9px; background: var(--card); border: 1px solid var(--line); overflow-wrap: anywhere; }
.elsewhere { display: grid; gap: 4px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr)); }
.elsewhere button { display: flex; gap: 8px; align-items: center; width: 100%; padding: 4px 8px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); font-size: 14px; text-align: start; }
.elsewhere button:hover, .elsewhere button[aria-current] { border-color: var(--accent); }
.elsewhere .icon { padding: 3px; width: 20px; height: 20px; border-radius: 5px; }

.seq { --a: 16.667%; --b: 50%; --c: 83.333%; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.lanes { display: grid; grid-template-columns: repeat(3, 1fr); text-align: center; font-weight: 650; font-size: 14px; padding: 10px 0 8px; border-bottom: 1px solid var(--line); }
.lanes small { display: block; font-weight: 400; font-size: 12px; color: var(--soft); }
.flow { position: relative; padding: 10px 0; background:
  linear-gradient(var(--strong), var(--strong)) var(--a) 0 / 1px 100% no-repeat,
  linear-gradient(var(--strong), var(--strong)) var(--b) 0 / 1px 100% no-repeat,
  linear-gradient(var(--strong), var(--strong)) var(--c) 0 / 1px 100% no-repeat; }
.opening { position: relative; margin: 0 0 10px; padding: 22px 0 6px; }
.opening::after { content: ""; position: absolute; inset: 0 6px; border: 1px dashed var(--strong); border-radius: 9px; background: color-mix(in srgb, var(--sunk) 55%, transparent); z-index: 0; pointer-events: none; }
.opening > ol { position: relative; z-index: 1; }
.opening > p { position: absolute; top: 3px; left: 14px; font-size: 11px; letter-spacing: .03em; color: var(--soft); z-index: 1; }
.opening .says { color: var(--soft); }
.msg { position: relative; margin-top: 10px; padding: 0 2px; }
.msg .says { display: block; background: var(--card); width: fit-content; max-width: calc(100% - 12px); margin: 0 auto 3px; padding: 0 5px; font-size: 13px; line-height: 1.35; text-align: center; overflow-wrap: anywhere; border-radius: 4px; }
.opening .says { background: color-mix(in srgb, var(--sunk) 55%, var(--card)); }
.opening .act .arrow { color: var(--soft); }
.msg.act .says { font-weight: 650; }
.msg .says code { font-size: 12px; }
.a-b { margin-inline: var(--a) 50%; } .b-a { margin-inline: var(--a) 50%; }
.b-c { margin-inline: 50% 16.667%; } .c-b { margin-inline: 50% 16.667%; }
.a-c { margin-inline: var(--a) 16.667%; }
.arrow { display: block; height: 9px; position: relative; color: var(--soft); }
.arrow::before { content: ""; position: absolute; inset: 4px 1px auto; border-top: 1.5px solid currentColor; }
.arrow::after { content: ""; position: absolute; top: 0; right: 1px; border: 4.5px solid transparent; border-inline-start: 8px solid currentColor; border-inline-end: 0; }
.back .arrow::before { border-top-style: dashed; }
.b-a .arrow, .c-b .arrow { transform: scaleX(-1); }
.act .arrow { color: var(--accent); }
.bad .arrow, .bad .says { color: var(--failed-ink); }
.lost .arrow::after { border: 0; content: "✕"; top: -8px; right: 30%; font-size: 14px; color: var(--failed-ink); }
.band { margin: 12px 10px 2px; padding: 4px 10px; border-radius: 7px; background: var(--deviates-bg); color: var(--deviates); font-size: 13px; text-align: center; position: relative; overflow-wrap: anywhere; }
.band.time { background: var(--refused-bg); color: var(--refused); }
.note { margin: 12px 8px 2px 62%; padding: 4px 8px; border: 1px solid var(--strong); border-radius: 7px; background: var(--card); font-size: 13px; text-align: center; overflow-wrap: anywhere; position: relative; }
.bodies { margin: 4px 10px 0; position: relative; }
.bodies summary { width: fit-content; margin: 0 auto; padding: 0 10px; font-size: 12px; color: var(--soft); background: var(--card); border: 1px solid var(--line); border-radius: 99px; cursor: pointer; }
.bodies summary:hover { border-color: var(--accent); color: var(--ink); }
.bodies > p { font-size: 12px; text-align: center; margin-top: 4px; }
.bodies .pair { display: grid; gap: 8px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); margin-top: 6px; }
.bodies figure { min-width: 0; }
.bodies figcaption { font-size: 12px; color: var(--soft); }
pre { margin: 0; padding: 8px 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--sunk); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; line-height: 1.45; }
pre .k { color: var(--refused); } pre .s { color: var(--passed); } pre .x { color: var(--deviates); font-weight: 700; }
.ends { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); gap: 0; border-top: 1px solid var(--line); overflow: hidden; border-radius: 0 0 12px 12px; }
.ends > div { padding: 12px 16px; overflow-wrap: anywhere; }
.ends h4 { font-size: 12px; letter-spacing: .06em; text-transform: uppercase; }
.ends .expected { background: var(--passed-bg); } .ends .expected h4 { color: var(--passed); }
.ends .observed { background: var(--alarm-bg); } .ends .observed h4 { color: var(--failed-ink); }
.ends p { font-weight: 600; }
.turns { display: flex; flex-wrap: wrap; gap: 8px; }
.token { display: flex; gap: 8px; align-items: stretch; }
.token code { flex: 1; min-width: 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); overflow-wrap: anywhere; }
@media (max-width: 520px) {
  .seq { --a: 14%; --c: 86%; }
  .b-c, .c-b, .a-c { margin-inline-end: 14%; }
  .lanes { grid-template-columns: 28% 44% 28%; font-size: 13px; }
  .msg .says { font-size: 12px; }
  .bodies { margin-inline: 6px; }
}
`
