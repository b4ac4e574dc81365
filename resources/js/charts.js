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

/** Draws `<canvas data-chart>` from its JSON `{type, labels, series:[{label, values}], stacked?, horizontal?}`; the table beside it says the same. */
for (const canvas of document.querySelectorAll('canvas[data-chart]')) {
  const { type, labels, series, stacked, horizontal } = JSON.parse(canvas.dataset.chart)
  const round = type === 'doughnut'
  const number = { callback: (value) => grouped(value), precision: 0 }
  const measured = { stacked, beginAtZero: true, ticks: number }
  const named = { stacked, grid: { display: false } }
  new Chart(canvas, {
    type,
    data: {
      labels,
      datasets: series.map(({ label, values }, index) => ({
        label,
        data: values,
        backgroundColor: round ? COLOURS : COLOURS[index % COLOURS.length],
        borderColor: type === 'line' ? COLOURS[index % COLOURS.length] : '#fff',
        borderWidth: type === 'line' ? 2 : 1,
      })),
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
}
