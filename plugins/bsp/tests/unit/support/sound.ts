export { family as sound } from './family.js'
