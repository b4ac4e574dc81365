import Supercluster from 'supercluster'

const PER_DEGREE = 100_000
const index = new Supercluster({ radius: 56, maxZoom: 17 })

/**
 * Takes `{address}` once, reads the points there and answers `{found}` with what was read but for the points, and the box around them, or `{found: null}` where nothing came.
 * Then it answers each `{asked, box, zoom}` with the clusters in the box.
 */
self.addEventListener('message', async ({ data }) => {
  if (data.address) {
    self.postMessage({ found: await read(data.address) })
    return
  }
  const spots = index.getClusters(data.box, data.zoom).map(({ geometry, properties }) => ({
    at: geometry.coordinates,
    count: properties.point_count ?? 1,
    grown: properties.cluster ? index.getClusterExpansionZoom(properties.cluster_id) : null,
  }))
  self.postMessage({ asked: data.asked, spots })
})

async function read(address) {
  const answer = await fetch(address, { headers: { accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) return null
  const { points, ...found } = await answer.json()
  const features = []
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < points.length; at += 2) {
    const coordinates = [points[at] / PER_DEGREE, points[at + 1] / PER_DEGREE]
    for (const side of [0, 1]) {
      box[side] = Math.min(box[side], coordinates[side])
      box[side + 2] = Math.max(box[side + 2], coordinates[side])
    }
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } })
  }
  index.load(features)
  return { ...found, placed: features.length, box: features.length > 0 ? box : null }
}
