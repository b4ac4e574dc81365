import { declare } from '#core/plugin'

export const { text, codes, inBlock, YES_1, YES_3, YES_FLAG } = declare
