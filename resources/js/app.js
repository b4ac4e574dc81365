import Alpine from '@alpinejs/csp'
import { focusArrival, watchArrivals } from './components/arrival.js'
import { clock } from './components/clock.js'
import { cropper } from './components/cropper.js'
import { codes, dateField, fileDrop } from './components/fields.js'
import { confirm } from './components/dialogs.js'
import { bulk } from './components/bulk.js'
import { job } from './components/job.js'
import { letterPreview } from './components/letter_preview.js'
import { regionChoice } from './components/region_choice.js'
import { regionTree } from './components/region_tree.js'
import { secret } from './components/secret.js'
import { dropdown, notice, printer, shell } from './components/shell.js'
import { focusTold } from './components/told.js'
import { watchForms } from './components/forms.js'
import { watchKeys } from './components/keys.js'
import { watchListKeys } from './components/list_keys.js'
import { watchDialogs } from './components/dialogs.js'

const components = {
  bulk,
  clock,
  codes,
  confirm,
  cropper,
  dateField,
  dropdown,
  fileDrop,
  job,
  letterPreview,
  notice,
  printer,
  regionChoice,
  regionTree,
  secret,
  shell,
}

for (const [name, component] of Object.entries(components)) Alpine.data(name, component)
window.Alpine = Alpine
watchForms()
watchArrivals()
watchKeys()
watchDialogs()

/** Files chosen before the page was ready, on a slow line or kept by the browser over a reload, are told to it now. */
function tellEarlyFiles() {
  for (const input of document.querySelectorAll('input[type=file]'))
    if (input.files.length) input.dispatchEvent(new Event('change', { bubbles: true }))
}

/** A wide box that marks today is opened there and not at its beginning, which lies out of sight on a telephone. */
function showToday() {
  for (const today of document.querySelectorAll('.calendar-box .is-today')) {
    const box = today.closest('.calendar-box')
    box.scrollLeft = today.offsetLeft - (box.clientWidth * 2) / 3
  }
}

/** Page entries (`charts.js`, `upload.js`) register theirs on this event; deferred modules run before it. */
document.addEventListener('DOMContentLoaded', () => {
  Alpine.start()
  watchListKeys()
  tellEarlyFiles()
  showToday()
  focusTold()
  focusArrival()
})
