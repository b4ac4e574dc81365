import { ofDeciles } from './of_deciles.js'

/** Share of the households in the fourth decile. */
export default ofDeciles(4)
