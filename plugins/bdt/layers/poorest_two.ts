import { ofDeciles } from './of_deciles.js'

/** The same for the two lowest deciles. */
export default ofDeciles(1, 2)
