import exportHtml from './export.html?raw'
import frame from './frame.html?raw'
import help from './help.html?raw'
import list from './list.html?raw'
import musdes from './musdes.html?raw'
import overview from './overview.html?raw'
import record from './record.html?raw'
import returned from './returned.html?raw'
import start from './start.html?raw'

const screens: Record<string, string> = { start, overview, list, record, musdes, returned, export: exportHtml, help }

/** The whole page: the frame with its screens in their places. */
export const page = frame.replace(/%(\w+)%/g, (_, name: string) => screens[name]!)
