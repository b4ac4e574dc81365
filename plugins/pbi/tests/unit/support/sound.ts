export { participant as sound } from './participant.js'
