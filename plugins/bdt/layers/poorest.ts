import { ofDeciles } from './of_deciles.js'

/** How many of the households with or without a rank are in the lowest decile. */
export default ofDeciles(1)
