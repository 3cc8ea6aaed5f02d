const $ = id => document.getElementById(id)
const cells = [...document.querySelectorAll(".cell")]
const view = $("view"), search = $("search")
let shown = cells, at = 0

function find() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  for (const cell of cells) {
    const text = cell.textContent.toLowerCase()  // what it does not share with the others
    const fits = words.every(word => text.includes(word))
    cell.classList.toggle("off", !fits)
    if (!cell.closest("td")) cell.hidden = !fits
  }
  for (const row of document.querySelectorAll("tbody tr"))
    row.hidden = !row.querySelector(".cell:not(.off)")
  for (const block of document.querySelectorAll("section"))
    block.hidden = !block.querySelector(".cell:not(.off)")
  shown = cells.filter(cell => !cell.classList.contains("off"))
  $("count").textContent = shown.length === cells.length ? `${cells.length}` : `${shown.length} of ${cells.length}`
}

function show(number) {
  at = (number + shown.length) % shown.length
  const cell = shown[at], image = cell.querySelector("img")
  $("large").src = image.src
  $("large").alt = $("caption").textContent = cell.querySelector("b").textContent
  $("command").textContent = cell.dataset.command
  $("copy").hidden = !cell.dataset.command
  $("copy").textContent = "Copy command"
  if (!view.open) view.showModal()
}

async function copy() {
  const text = shown[at].dataset.command
  try {
    await navigator.clipboard.writeText(text)
  } catch { // a page opened as a file may have no clipboard
    const area = Object.assign(document.createElement("textarea"), { value: text })
    view.append(area)
    area.select()
    document.execCommand("copy")
    area.remove()
  }
  $("copy").textContent = "Copied"
}

for (const cell of cells) cell.onclick = () => show(shown.indexOf(cell))
search.oninput = find
$("before").onclick = () => show(at - 1)
$("after").onclick = () => show(at + 1)
$("copy").onclick = copy
$("close").onclick = () => view.close()
view.onclose = () => shown[at]?.focus()
document.onkeydown = event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (view.open) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (step) { event.preventDefault(); show(at + step) }
    if (event.key === "c") copy()
  } else if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault()
    search.focus()
  }
}
let swipe = null
view.ontouchstart = event => swipe = event.touches.length === 1 ? event.touches[0].clientX : null
view.ontouchend = event => {
  const moved = swipe === null ? 0 : event.changedTouches[0].clientX - swipe
  if (Math.abs(moved) > 50) show(at + (moved < 0 ? 1 : -1))
}
find()
