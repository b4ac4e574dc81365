/** How long a page that somebody is leaving is given to go; a download begins like a navigation, and leaves the page where it is. */
const PATIENCE = 20_000
let since = -Infinity

window.addEventListener('beforeunload', () => {
  since = performance.now()
})
window.addEventListener('pageshow', () => {
  since = -Infinity
})

/** Whether a link or form has been followed whose page is not there yet. The page may not go elsewhere by itself meanwhile. */
export function isLeaving() {
  return performance.now() - since < PATIENCE
}
