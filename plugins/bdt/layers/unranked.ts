import { ofDeciles } from './of_deciles.js'

/** Households that no ranking has reached. */
export default ofDeciles(0)
