import { declare } from '#core/plugin'

export const { text, codes, inBlock, YES_1: YES_NO, YES_FLAG, SECRET, PERSONAL, CENTRE } = declare
