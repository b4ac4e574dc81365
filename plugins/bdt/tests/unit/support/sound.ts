export { household as sound } from './household.js'
