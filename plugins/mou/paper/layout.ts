import { papers } from '#core/plugin'

type Paper = Parameters<typeof papers.renderPdf>
type Footer = Paper[1]
type Content = ReturnType<typeof papers.letterhead>

const SIDE = 57

/** Width of the text in points. */
export const WIDTH = papers.pageWidth - 2 * SIDE

export const MARGINS = {
  pageMargins: [SIDE, 44, SIDE, 48],
  defaultStyle: { font: 'Serif', fontSize: 10.5, lineHeight: 1.2 },
} satisfies Partial<Paper[2]>

/** Room for what is written by hand. */
export const BLANK = { short: '..............................', line: '.'.repeat(96) } as const

export function paragraph(text: string): Content {
  return { text, alignment: 'justify', margin: [0, 0, 0, 8] }
}

export function footer(label: string): Footer {
  return (page, pages) => ({
    columns: [{ text: label }, { text: `Halaman ${page} dari ${pages}`, width: 90, alignment: 'right' }],
    ...{ font: 'Sans', fontSize: 7, color: '#444444', margin: [SIDE, 14, SIDE, 0] },
  })
}
