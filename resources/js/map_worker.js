import Supercluster from 'supercluster'

const PER_DEGREE = 100_000
const index = new Supercluster({ radius: 56, maxZoom: 17 })

/** Takes `{points: [x, y, …]}` once, then answers each `{asked, box, zoom}` with the clusters in the box. */
self.addEventListener('message', ({ data }) => {
  if (data.points) {
    const features = []
    for (let at = 0; at < data.points.length; at += 2) {
      const coordinates = [data.points[at] / PER_DEGREE, data.points[at + 1] / PER_DEGREE]
      features.push({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } })
    }
    index.load(features)
    return
  }
  const spots = index.getClusters(data.box, data.zoom).map(({ geometry, properties }) => ({
    at: geometry.coordinates,
    count: properties.point_count ?? 1,
    grown: properties.cluster ? index.getClusterExpansionZoom(properties.cluster_id) : null,
  }))
  self.postMessage({ asked: data.asked, spots })
})
