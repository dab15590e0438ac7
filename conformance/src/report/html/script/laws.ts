/** The view of laws: what failed, then laws by subjects. */
export const laws = String.raw`
const textOf = (law) =>
  [law.id, law.title, law.statement, law.source, areas[areaOf(law.id)] || "",
    ...foundBy.map((found) => (found.get(law.id) || {}).reason || "")].join(" ").toLowerCase()

const cellOf = (law, index) => {
  const found = foundBy[index].get(law.id)
  const subject = run.reports[index].subject
  if (found === undefined) return el("td", { "data-subject": index })
  const button = el("button", {
    type: "button", class: "cell s-" + found.status, tabindex: "-1", title: law.id + " on " + subject + ": " + words[found.status],
    "aria-label": law.id + " on " + subject + ": " + words[found.status],
    onclick: () => go({ open: law.id + "/" + subject })
  }, icon(found.status), el("span", { class: "of", "aria-hidden": "true" }, subject))
  return el("td", { "data-subject": index, "data-status-of": found.status }, button)
}

/** How often a law passed or was skipped: where there is no room for every cell. */
const summed = (law) => {
  const counts = counted(foundBy.map((found) => found.get(law.id)).filter(Boolean))
  return ["passed", "skipped"].filter((status) => counts[status] > 0).map((status) => counts[status] + " " + status).join(" · ")
}

const rows = []
const table = el("table", { class: "matrix", role: "grid", "aria-label": "Laws by subjects" })
const buildMatrix = () => {
  const head = el("tr", {},
    el("th", { scope: "col" }, "law"),
    run.reports.map((report, index) => el("th", { scope: "col", class: "subject", "data-subject": index },
      el("button", { type: "button", class: "plain", tabindex: "-1", title: report.subject + ": show it alone, or all again",
        onclick: () => go({ subject: now.subject === report.subject ? "" : report.subject }) }, report.subject))),
    el("th", { scope: "col", class: "time" }, "time"))
  const body = el("tbody", {})
  let area = ""
  for (const law of ordered) {
    if (areaOf(law.id) !== area) {
      area = areaOf(law.id)
      body.append(el("tr", { class: "area", "data-area": area },
        el("th", { scope: "rowgroup" }, area + (areas[area] ? " · " + areas[area] : "")),
        run.reports.map((_, index) => el("td", { "data-subject": index })), el("td", {})))
    }
    const millis = foundBy.reduce((sum, found) => sum + (found.get(law.id) || { millis: 0 }).millis, 0)
    const row = el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", class: "plain", tabindex: "-1", onclick: () => go({ open: law.id }) },
        el("span", { class: "mono" }, law.id),
        el("span", { class: "title" }, law.title),
        law.level === "must" ? null : el("span", { class: "tag" }, law.level)),
        el("span", { class: "sum" }, summed(law))),
      run.reports.map((_, index) => cellOf(law, index)),
      el("td", { class: "time" }, duration(millis)))
    body.append(row)
    rows.push({ law, row, text: textOf(law), cells: [...row.querySelectorAll("[data-status-of]")] })
  }
  table.append(el("thead", {}, head), body)
}

const filterMatrix = () => {
  const chosen = wanted()
  const only = subjectIndex()
  for (const cell of table.querySelectorAll("[data-subject]")) cell.hidden = only !== -1 && cell.dataset.subject !== String(only)
  table.classList.toggle("alone", only !== -1)
  let shown = 0
  const shownAreas = new Set()
  for (const { cells, law, row, text } of rows) {
    const inSight = cells.filter((cell) => !cell.hidden)
    const matching = chosen.length === 0 ? inSight : inSight.filter((cell) => chosen.includes(cell.dataset.statusOf))
    for (const cell of inSight) cell.firstChild.classList.toggle("dim", !matching.includes(cell))
    row.hidden = !asked(text) || (now.area !== "" && areaOf(law.id) !== now.area) ||
      (now.level !== "" && law.level !== now.level) || (chosen.length > 0 && matching.length === 0)
    if (!row.hidden) { shown++; shownAreas.add(areaOf(law.id)) }
  }
  for (const row of table.querySelectorAll("[data-area]")) row.hidden = !shownAreas.has(row.dataset.area)
  document.getElementById("laws-shown").textContent = shown + " of " + number(rows.length, "law")
  document.getElementById("laws-box").hidden = shown === 0
  document.getElementById("laws-nothing").hidden = shown > 0
  if (![...table.querySelectorAll("button")].some((button) => button.tabIndex === 0 && button.offsetParent !== null)) rove(grid()[0] && grid()[0][0])
}

/** The buttons in sight, by rows. */
const grid = () =>
  [...table.rows].filter((row) => row.offsetParent !== null)
    .map((row) => [...row.querySelectorAll("button")].filter((button) => button.offsetParent !== null))
    .filter((row) => row.length > 0)
const rove = (button) => {
  for (const other of table.querySelectorAll('button[tabindex="0"]')) other.tabIndex = -1
  if (button) button.tabIndex = 0
}
const moveInGrid = (event) => {
  const lines = grid()
  const y = lines.findIndex((line) => line.includes(event.target))
  if (y === -1) return
  const x = lines[y].indexOf(event.target)
  // The head has no button above the laws' own.
  const shift = lines[y].length < Math.max(...lines.map((line) => line.length)) ? 1 : 0
  const to = (line, at) => line && line[Math.max(0, Math.min(line.length - 1, at))]
  const along = (step) => {
    const line = lines[y + step]
    const lacks = line && line.length < lines[y].length ? -1 : 0
    return to(line, x + (shift && line && line.length > lines[y].length ? 1 : 0) + lacks)
  }
  const next = {
    ArrowRight: () => to(lines[y], x + 1), ArrowLeft: () => to(lines[y], x - 1),
    ArrowDown: () => along(1), ArrowUp: () => along(-1),
    Home: () => to(event.ctrlKey ? lines[0] : lines[y], 0), End: () => to(event.ctrlKey ? lines.at(-1) : lines[y], Infinity),
    PageDown: () => to(lines[Math.min(lines.length - 1, y + 10)], x), PageUp: () => to(lines[Math.max(0, y - 10)], x)
  }[event.key]
  const found = next && next()
  if (!found) return
  event.preventDefault()
  rove(found)
  found.focus()
  found.scrollIntoView({ block: "nearest", inline: "nearest" })
}

const failures = ordered.flatMap((law) =>
  run.reports.flatMap((report, index) => {
    const found = foundBy[index].get(law.id)
    return found && found.status === "failed" ? [{ found, subject: report.subject, open: law.id + "/" + report.subject }] : []
  }))

/** What fails in the same way, once. */
const stories = () => {
  const groups = new Map()
  for (const failure of failures) {
    const { found } = failure
    const key = found.law + " " + (found.failure ? ending(found.failure) : found.reason)
    groups.set(key, [...(groups.get(key) || []), failure])
  }
  return [...groups.values()]
}

const storyOf = (group) => {
  const { found, open } = group[0]
  return el("li", { class: "story" },
    el("button", { type: "button", class: "plain name", onclick: () => go({ open }) }, el("span", { class: "mono" }, found.law), " " + found.title),
    found.reason === undefined ? null : el("p", { class: "how" }, found.reason),
    found.failure === undefined ? null : el("p", { class: "how" }, [story(found.failure), ending(found.failure)].filter(Boolean).join(" → ")),
    el("div", { class: "on" }, group.map(({ open, subject }) => el("button", { type: "button", onclick: () => go({ open }), "aria-label": found.law + " on " + subject }, subject))))
}

const fewStories = 6
const buildStories = () => {
  const problems = run.reports.flatMap((report) => report.problems.map((problem) => report.subject + ": " + problem))
  const groups = stories()
  if (problems.length + groups.length === 0) return null
  const items = groups.map(storyOf)
  for (const item of items.slice(fewStories)) item.hidden = true
  const more = items.length <= fewStories ? null : el("button", { type: "button", class: "button", onclick: (event) => {
    for (const item of items) item.hidden = false
    items[fewStories].querySelector("button").focus()
    event.target.remove()
  } }, "Show all " + items.length)
  return el("section", { "aria-label": "Failures" },
    el("h2", { class: "stories-title" }, failures.length === 0 ? "What is wrong with the subjects" : number(failures.length, "failure")),
    problems.map((problem) => el("p", { class: "problem" }, problem)),
    el("ul", { class: "stories" }, items), more)
}

const buildLaws = () => {
  buildMatrix()
  table.addEventListener("keydown", moveInGrid)
  table.addEventListener("focusin", (event) => rove(event.target))
  const counts = counted(run.reports.flatMap((report) => report.laws))
  return el("div", {},
    buildStories(),
    el("div", { class: "filters", role: "search", "aria-label": "Filter laws" },
      search("search laws, statements, reasons"),
      el("div", { class: "toggles", role: "group", "aria-label": "Outcome" },
        statuses.filter((status) => counts[status] > 0).map((status) =>
          el("button", { type: "button", class: "toggle", "data-status": status, "aria-pressed": "false", onclick: () => go({ status: toggled(status) }) },
            icon(status), el("span", {}, counts[status] + " " + status)))),
      select("area", "area", [...new Set(ordered.map((law) => areaOf(law.id)))].map((area) => [area, area + (areas[area] ? " · " + areas[area] : "")])),
      select("level", "level", [...new Set(run.laws.map((law) => law.level))].map((level) => [level, level])),
      select("subject", "subject", run.reports.map((report) => [report.subject, report.subject])),
      el("span", { class: "shown", id: "laws-shown", role: "status" })),
    el("div", { class: "box", id: "laws-box" }, table),
    Object.assign(nothing("law"), { id: "laws-nothing", hidden: true }))
}
`
