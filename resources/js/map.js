import L from 'leaflet'
import { feature, mesh } from 'topojson-client'
import { householdPoints } from './components/map_points.js'

const STEPS = ['map-zero', 'map-step-1', 'map-step-2', 'map-step-3', 'map-step-4', 'map-step-5']
const RISES = ['map-zero', 'map-rise-1', 'map-rise-2', 'map-rise-3']
const FALLS = ['map-zero', 'map-fall-1', 'map-fall-2', 'map-fall-3']
/** So many names at most stand on the tiles of a sketch. */
const MOST_NAMES = 80

for (const part of document.querySelectorAll('[data-map-part]')) draw(part)

/** Draws the areas of the part's table, in the classes that the server gave them, on the boundaries it fetches. */
async function draw(part) {
  const canvas = part.querySelector('[data-map]')
  const options = JSON.parse(canvas.dataset.map)
  const status = part.querySelector('[data-map-status]')
  const rows = new Map([...part.querySelectorAll('tr[data-area]')].map((row) => [row.dataset.area, row]))
  const answer = await fetch(options.shapes, { headers: { accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) {
    status.textContent = options.words.lost
    return
  }
  const topology = await answer.json()
  const map = L.map(canvas, {
    zoomControl: false,
    attributionControl: Boolean(options.tiles),
    zoomSnap: 0.25,
    maxZoom: 19,
    fadeAnimation: false,
    zoomAnimation: false,
  })
  L.control.zoom({ zoomInTitle: options.words.zoomIn, zoomOutTitle: options.words.zoomOut }).addTo(map)
  if (options.tiles && !options.sketch)
    L.tileLayer(options.tiles.url, { attribution: escaped(options.tiles.attribution) }).addTo(map)
  const areas = areaLayer(part, feature(topology, topology.objects.areas), rows, options).addTo(map)
  const border = borderOf(topology).addTo(map)
  fit(map, areas.getBounds())
  addPatterns(canvas)
  if (options.sketch && rows.size <= MOST_NAMES) nameTiles(map, areas, rows)
  followTable(part, areas, rows)
  fitPaper(canvas, map, [areas, border])
  status.hidden = true
  canvas.dataset.ready = ''
  if (options.points) householdPoints(part, map, { ...options, ground: options.sketch ? groundOf(map, areas, border) : null })
}

function fit(map, bounds) {
  map.setMinZoom(0)
  map.fitBounds(bounds, { padding: [12, 12], maxZoom: 15 })
  map.setMinZoom(map.getZoom() - 2)
}

/** Tiles of a sketch lie nowhere on the globe: they make room for what does, and come back. */
function groundOf(map, areas, border) {
  return {
    leave: (bounds) => {
      for (const layer of [areas, border]) layer.remove()
      fit(map, bounds)
    },
    take: () => {
      for (const layer of [areas, border]) layer.addTo(map)
      fit(map, areas.getBounds())
    },
  }
}

/** On paper the whole place is shown, whatever part of it the screen did. */
function fitPaper(canvas, map, layers) {
  let shown
  let absent = []
  window.addEventListener('beforeprint', () => {
    shown = { bounds: map.getBounds(), least: map.getMinZoom() }
    absent = layers.filter((layer) => !map.hasLayer(layer))
    for (const layer of absent) layer.addTo(map)
    canvas.classList.add('is-printed')
    map.setMinZoom(0).invalidateSize({ animate: false }).fitBounds(layers[0].getBounds(), { animate: false })
  })
  window.addEventListener('afterprint', () => {
    canvas.classList.remove('is-printed')
    for (const layer of absent) layer.remove()
    map.invalidateSize({ animate: false }).fitBounds(shown.bounds, { animate: false }).setMinZoom(shown.least)
  })
}

function areaLayer(part, collection, rows, options) {
  return L.geoJSON(collection, {
    style: ({ id, properties }) => ({
      className: ['map-area', lookOf(rows.get(id), options.compared), ...(properties.tile ? ['map-tile'] : [])].join(' '),
    }),
    onEachFeature: ({ id }, layer) => {
      const row = rows.get(id)
      if (!row) return
      layer.code = id
      layer.on('mouseover', () => choose(part, layer, row))
      layer.on('mouseout', () => layer.getElement()?.classList.remove('is-chosen'))
      layer.on('click', () => {
        const link = row.querySelector('th a')
        if (link) link.click()
        else choose(part, layer, row)
      })
    },
  })
}

/** Class of the colour that stands for a row's figure. */
function lookOf(row, compared) {
  if (row?.dataset.state === 'few') return 'map-few'
  if (!row || row.dataset.step === '') return 'map-none'
  const step = Number(row.dataset.step)
  if (!compared) return STEPS[step]
  return step < 0 ? FALLS[-step] : RISES[step]
}

/** Borders between regions of different parents, stronger than those inside one. */
function borderOf(topology) {
  const border = mesh(topology, topology.objects.areas, (a, b) => a !== b && a.properties.group !== b.properties.group)
  return L.geoJSON(border, { interactive: false, style: () => ({ className: 'map-border', fill: false }) })
}

/** Names stay within their tiles, on as many lines as they need. */
function nameTiles(map, areas, rows) {
  const measure = () => {
    const bounds = areas.getLayers()[0]?.getBounds()
    if (!bounds) return
    const [west, east] = [bounds.getNorthWest(), bounds.getNorthEast()].map((corner) => map.latLngToLayerPoint(corner))
    map.getContainer().style.setProperty('--tile-width', `${Math.floor(east.x - west.x) - 2}px`)
  }
  measure()
  areas.eachLayer((layer) => {
    const name = rows.get(layer.code)?.querySelector('th')?.textContent.trim()
    if (name)
      layer.bindTooltip(escaped(name), {
        permanent: true,
        direction: 'center',
        className: 'map-name',
        interactive: false,
        opacity: 1,
      })
  })
  map.on('zoomend', () => {
    measure()
    areas.eachLayer((layer) => layer.getTooltip()?.update())
  })
}

/** What is chosen in the table is marked on the map and told beside it, and the other way round. */
function followTable(part, areas, rows) {
  const layers = new Map()
  areas.eachLayer((layer) => layers.set(layer.code, layer))
  for (const [code, row] of rows) {
    const layer = layers.get(code)
    if (!layer) continue
    for (const event of ['mouseenter', 'focusin']) row.addEventListener(event, () => choose(part, layer, row))
    for (const event of ['mouseleave', 'focusout'])
      row.addEventListener(event, () => layer.getElement()?.classList.remove('is-chosen'))
  }
}

function choose(part, layer, row) {
  for (const other of part.querySelectorAll('.map-area.is-chosen')) other.classList.remove('is-chosen')
  layer.bringToFront()
  layer.getElement()?.classList.add('is-chosen')
  const info = part.querySelector('[data-map-info]')
  const [name, figure] = [document.createElement('strong'), document.createElement('p')]
  name.textContent = row.querySelector('th').textContent.trim()
  figure.textContent = row.dataset.text
  info.replaceChildren(name, figure)
}

/** Hatching for areas without data, dots for hidden ones: told apart without colour, on paper too. */
function addPatterns(canvas) {
  const drawing = canvas.querySelector('.leaflet-overlay-pane svg')
  const named = (name, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    return element
  }
  const pattern = (id, mark) => {
    const whole = named('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse' })
    whole.append(named('rect', { width: 6, height: 6, fill: '#eef1f4' }), mark)
    return whole
  }
  const marks = named('defs', {})
  marks.append(
    pattern('map-hatch', named('path', { d: 'M0 6 6 0', stroke: '#8c98a5', 'stroke-width': 1 })),
    pattern('map-dots', named('circle', { cx: 3, cy: 3, r: 1, fill: '#5b6b7b' })),
  )
  drawing?.prepend(marks)
}

function escaped(text) {
  const holderOfText = document.createElement('span')
  holderOfText.textContent = text
  return holderOfText.innerHTML
}
