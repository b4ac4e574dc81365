import L from 'leaflet'
import { grouped } from './words.js'

/**
 * Household points: fetched when asked for and clustered by a worker, so that a hundred thousand of them never hold the page. On a sketch
 * (`ground`) they take the place of its tiles.
 */
export function householdPoints(part, map, { points, words, ground }) {
  const button = part.querySelector('[data-map-points]')
  const told = part.querySelector('[data-map-told]')
  const layer = L.layerGroup()
  let worker
  let ready = false
  let asked = 0
  let box = null

  button?.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', String(on))
    if (!on) {
      layer.remove()
      if (box) ground?.take()
      return
    }
    layer.addTo(map)
    if (!worker) begin()
    else if (ready) enter()
  })

  function enter() {
    if (box)
      ground?.leave([
        [box[1], box[0]],
        [box[3], box[2]],
      ])
    show()
  }

  function begin() {
    told.textContent = words.loading
    worker = new Worker(new URL('../map_worker.js', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }) => {
      if ('found' in data) come(data.found)
      else if (data.asked === asked) put(data.spots)
    })
    worker.postMessage({ address: new URL(points, document.baseURI).href })
  }

  function come(found) {
    if (!found) {
      worker.terminate()
      worker = undefined
      told.textContent = words.lost
      button.setAttribute('aria-pressed', 'false')
      return
    }
    ready = true
    box = found.box
    tell(found)
    map.on('moveend', show)
    if (button.getAttribute('aria-pressed') === 'true') enter()
  }

  function show() {
    if (!map.hasLayer(layer)) return
    const bounds = map.getBounds()
    asked += 1
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    worker.postMessage({ asked, box, zoom: Math.floor(map.getZoom()) })
  }

  function put(spots) {
    layer.clearLayers()
    for (const { at, count, grown } of spots) {
      const title = count > 1 ? words.cluster.replace('#count#', grouped(count)) : words.spot
      const size = count === 1 ? 16 : 28 + Math.min(24, Math.round(Math.log10(count) * 8))
      const icon = L.divIcon({
        className: count === 1 ? 'map-spot' : 'map-cluster',
        html: count === 1 ? '' : grouped(count),
        iconSize: [size, size],
      })
      const act = () => (count > 1 && grown !== null && grown <= map.getMaxZoom() ? map.setView([at[1], at[0]], grown) : open(at))
      L.marker([at[1], at[0]], { icon, title, alt: title })
        .on('click', act)
        .on('keypress', ({ originalEvent }) => originalEvent.key === 'Enter' && act())
        .addTo(layer)
    }
  }

  function tell({ placed, without, bad, badTotal, away, awayTotal, held }) {
    told.textContent = words.told.replace('#count#', grouped(placed)).replace('#without#', grouped(without))
    if (ground && placed > 0) told.textContent += ` ${words.alone}`
    name('bad', bad, words.bad.replace('#count#', grouped(badTotal)))
    name('away', away, words.away.replace('#count#', grouped(awayTotal)).replace('#held#', grouped(held)))
  }

  /** A notice that names households, where there are any. */
  function name(notice, households, text) {
    if (households.length === 0) return
    part.querySelector(`[data-map-${notice}]`).hidden = false
    part.querySelector(`[data-map-${notice}-text]`).textContent = text
    part
      .querySelector(`[data-map-${notice}-list]`)
      .replaceChildren(
        ...households.map(({ key, registerId, latitude, longitude, href }) =>
          item(linkTo(href, registerId ?? key), `: ${latitude ?? '–'}, ${longitude ?? '–'}`),
        ),
      )
  }

  /** Which households stand at a spot is asked for only now, and written to the read log. */
  async function open([longitude, latitude]) {
    const spot = `&x=${Math.round(longitude * 100_000)}&y=${Math.round(latitude * 100_000)}`
    const answer = await fetch(points.replace('/peta/titik?', '/peta/titik/di?') + spot, {
      headers: { accept: 'application/json' },
    }).catch(() => null)
    if (!answer?.ok) return
    const { records } = await answer.json()
    const box = part.querySelector('[data-map-spot]')
    part
      .querySelector('[data-map-spot-list]')
      .replaceChildren(...records.map(({ id, name, village, href }) => item(linkTo(href, `${name || id} · ${village}`))))
    box.hidden = false
    box.focus()
  }
}

function item(...content) {
  const line = document.createElement('li')
  line.append(...content)
  return line
}

function linkTo(href, text) {
  const link = document.createElement('a')
  link.href = href
  link.textContent = text
  return link
}
