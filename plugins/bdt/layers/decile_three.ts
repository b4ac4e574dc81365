import { ofDeciles } from './of_deciles.js'

/** Share of the households in the third decile. */
export default ofDeciles(3)
