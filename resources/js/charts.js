import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  DoughnutController,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import { grouped } from './components/words.js'

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
)

const COLOURS = ['#1d5a8c', '#2a8f7a', '#c98a1b', '#b3423a', '#6a5aa8', '#5b6b7b', '#4a9cc9', '#8a6d3b']
/** Colours with a meaning: of decisions as on their badges, of deciles on one scale from the poorest on, and of what is not known. */
const SHADES = {
  ...{ none: '#b4bfca', good: '#2c8a61', warn: '#d49a2a', bad: '#c2413b', info: '#1d5a8c', clash: '#6a5aa8', quiet: '#5b6b7b' },
  ...{ 'step-1': '#12304d', 'step-2': '#1d5a8c', 'step-3': '#4a8fc0', 'step-4': '#8fbfe0', 'step-5': '#cfe2f1' },
}

/** Draws `<canvas data-chart>` from its JSON `{type, labels, series:[{label, values}], stacked?, horizontal?}`; the table beside it says the same. */
for (const canvas of document.querySelectorAll('canvas[data-chart]')) {
  const { type, labels, series, stacked, horizontal } = JSON.parse(canvas.dataset.chart)
  const round = type === 'doughnut'
  const number = { callback: (value) => grouped(value), precision: 0 }
  const measured = { stacked, beginAtZero: true, ticks: number }
  const named = { stacked, grid: { display: false } }
  const chart = new Chart(canvas, {
    type,
    data: {
      labels,
      datasets: series.map(({ label, values, shade }, index) => {
        const colour = SHADES[shade] ?? COLOURS[index % COLOURS.length]
        return {
          label,
          data: values,
          backgroundColor: round ? COLOURS : colour,
          borderColor: type === 'line' ? colour : '#fff',
          borderWidth: type === 'line' ? 2 : 1,
        }
      }),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: horizontal ? 'y' : 'x',
      scales: round ? {} : horizontal ? { x: measured, y: named } : { x: named, y: measured },
      plugins: {
        legend: { display: round || series.length > 1, position: 'bottom' },
        tooltip: { callbacks: { label: ({ dataset, label, raw }) => `${round ? label : dataset.label}: ${grouped(raw)}` } },
      },
    },
  })
  offer(canvas, chart)
}

/** The chart as a picture on white under its title, and its numbers as CSV; made here, so that nothing is asked of the server. */
function offer(canvas, chart) {
  const figure = canvas.closest('figure')
  const tools = figure.querySelector('[data-chart-tools]')
  const title = figure.querySelector('figcaption').textContent.trim()
  tools.hidden = false
  tools.addEventListener('click', ({ target }) => {
    const take = target.closest('[data-take]')?.dataset.take
    if (take === 'png') pictureOf(canvas, title).toBlob((blob) => save(blob, `${fileName(title)}.png`))
    if (take === 'csv') save(new Blob([csvOf(chart.data)], { type: 'text/csv' }), `${fileName(title)}.csv`)
  })
}

function pictureOf(canvas, title) {
  const [margin, head] = [canvas.width / 40, canvas.width / 18]
  const picture = document.createElement('canvas')
  picture.width = canvas.width + 2 * margin
  picture.height = canvas.height + head + 2 * margin
  const pen = picture.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, picture.width, picture.height)
  pen.fillStyle = '#1b2733'
  pen.font = `600 ${head / 2}px sans-serif`
  pen.fillText(title, margin, margin + head / 2, canvas.width)
  pen.drawImage(canvas, margin, margin + head)
  return picture
}

function csvOf({ labels, datasets }) {
  const cell = (value) =>
    typeof value === 'number' ? String(value).replace('.', ',') : `"${guarded(String(value)).replaceAll('"', '""')}"`
  const rows = [
    ['', ...datasets.map(({ label }) => label)],
    ...labels.map((label, index) => [label, ...datasets.map(({ data }) => data[index])]),
  ]
  return `\uFEFF${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`
}

/** A spreadsheet must not take a name for a formula. */
function guarded(text) {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function fileName(title) {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function save(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Paper has another width than the window. */
for (const moment of ['beforeprint', 'afterprint']) {
  window.addEventListener(moment, () => Object.values(Chart.instances).forEach((chart) => chart.resize()))
}
