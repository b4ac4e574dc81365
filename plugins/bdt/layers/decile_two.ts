import { ofDeciles } from './of_deciles.js'

/** Share of the households in the second decile. */
export default ofDeciles(2)
