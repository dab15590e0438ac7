/** The page around the script: what is seen at once, and what the browser is allowed to do. */
import { sha256 } from "@noble/hashes/sha2.js"
import type { Document, Report } from "../../Report.ts"
import { count } from "../../Report.ts"
import { visible } from "../characters.ts"
import { dom } from "./script/dom.ts"
import { diagram } from "./script/diagram.ts"
import { laws } from "./script/laws.ts"
import { others } from "./script/others.ts"
import { panel as panelScript } from "./script/panel.ts"
import { state } from "./script/state.ts"
import { base } from "./style/base.ts"
import { panel as panelStyle } from "./style/panel.ts"
import { views } from "./style/views.ts"

const style = base + views + panelStyle
const script = `"use strict";\n${dom}${state}${laws}${others}${diagram}${panelScript}`

const hash = (text: string): string =>
  `'sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))))}'`

/** Nothing but this style and this script, and nothing from anywhere else. */
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}
const escape = (text: string): string => visible(text).replace(/[&<>"']/g, (one) => entities[one] ?? one)

/** JSON that no HTML parser takes for anything else. */
const embedded = (document: Document): string => visible(JSON.stringify(document)).replaceAll("<", "\\u003c")

export const page = (document: Document): string => {
  const { catalogue, kills, laws, millis, reports, runs, seed } = document
  const { bad, text } = verdict(document)
  const alive = kills.filter(({ killed }) => !killed).length
  const about = [
    `catalogue ${catalogue}`,
    `seed ${seed}`,
    `${runs} runs`,
    `${(millis / 1000).toFixed(1)} s`,
    evidence(reports),
    ...(kills.length === 0 ? [] : [`${kills.length - alive} of ${kills.length} mutants killed`])
  ]
  const tabs = [
    { view: "laws", label: "Laws", n: String(laws.length), alarm: false },
    { view: "subjects", label: "Subjects", n: String(reports.length), alarm: false },
    { view: "mutants", label: "Mutants", n: alive === 0 ? String(kills.length) : `${alive} alive`, alarm: alive > 0 }
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(`Conformance: ${text}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main" id="skip">To the results</a>
<header class="wrap top">
<h1>Conformance</h1>
<p class="verdict${bad ? " bad" : ""}">${escape(text)}</p>
<p class="about">${about.map((one) => `<span>${escape(one)}</span>`).join("")}</p>
<div id="overall"></div>
<noscript><p class="problem">What follows is drawn by this page's own script, and scripts are switched off.</p></noscript>
</header>
<main class="wrap" id="main" tabindex="-1">
<div class="tabs" role="tablist" aria-label="Views">
${tabs.map(({ alarm, label, n, view }) => `<button type="button" role="tab" id="tab-${view}" data-view="${view}" aria-controls="view-${view}" aria-selected="false">${label} <span class="n${alarm ? " alarm" : ""}">${n}</span></button>`).join("\n")}
</div>
${tabs.map(({ view }) => `<div role="tabpanel" id="view-${view}" aria-labelledby="tab-${view}" hidden></div>`).join("\n")}
</main>
<footer class="wrap">Made by @paylayer/conformance. The same is in conformance.json, format ${document.format}.</footer>
<dialog id="panel" aria-labelledby="panel-title"></dialog>
<script type="application/json" id="run">${embedded(document)}</script>
<script>${script}</script>
</body>
</html>
`
}

/** The run in one sentence. */
const verdict = ({ kills, laws, reports }: Document): { readonly bad: boolean; readonly text: string } => {
  const { deviates, failed, passed, refused } = count(reports)
  const some = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`
  const failing = reports.filter((report) => count([report]).failed > 0).length
  const problems = reports.reduce((sum, { problems }) => sum + problems.length, 0)
  const alive = kills.filter(({ killed }) => !killed).length
  const wrong = [
    ...(failed === 0 ? [] : [`${some(failed, "failure")} on ${failing} of ${some(reports.length, "subject")}`]),
    ...(problems === 0 ? [] : [`${some(problems, "problem")} with what subjects say`]),
    ...(alive === 0 ? [] : [`${some(alive, "mutant")} survived`])
  ]
  if (wrong.length > 0) return { bad: true, text: wrong.join(", ") }
  if (passed + refused + deviates + kills.length === 0) return { bad: true, text: "nothing was tried" }
  return {
    bad: false,
    text:
      reports.length === 0
        ? `${some(kills.length, "mutant")} killed`
        : `no failure in ${some(laws.length, "law")} on ${some(reports.length, "subject")}`
  }
}

/** The kinds of evidence, side by side: none stands for another. */
const evidence = (reports: ReadonlyArray<Report>): string => {
  const kinds = [...new Set(reports.map(({ evidence }) => evidence))]
  return kinds.length === 0 ? "no subject" : `by ${kinds.join(", ")}`
}
