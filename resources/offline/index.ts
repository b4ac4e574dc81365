import './css/offline.css'
import { fingerprint } from './ui/fingerprint.js'
import Alpine from '@alpinejs/csp'
import icons from '../images/icons.svg?raw'
import { page } from './screens/index.js'
import { frame } from './ui/app.js'
import { carryPart } from './ui/carry.js'
import { exportScreen } from './ui/export.js'
import { helpScreen } from './ui/help.js'
import { listScreen } from './ui/list.js'
import { musdesScreen } from './ui/musdes.js'
import { overviewScreen } from './ui/overview.js'
import { recordScreen } from './ui/record.js'
import { returnedScreen } from './ui/returned.js'
import { startScreen } from './ui/start.js'

const components = {
  ...{ frame, startScreen, overviewScreen, listScreen, recordScreen },
  ...{ carryPart, musdesScreen, returnedScreen, exportScreen, helpScreen },
}

fingerprint()
for (const [name, component] of Object.entries(components)) Alpine.data(name, component)
const sprite = document.createElement('div')
sprite.hidden = true
sprite.innerHTML = icons
const root = document.createElement('div')
root.innerHTML = page
document.getElementById('unstarted')?.remove()
document.body.append(sprite, root)
Alpine.start()

export { judge } from './judge.js'
