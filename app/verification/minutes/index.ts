/** Official records of the village meetings (berita acara musdes/muskel), per village and period. */
export { MinutesError, type MinutesErrorCode } from './errors.js'
export {
  minutesById,
  minutesByVillage,
  minutesMissing,
  minutesOfVillage,
  type Minutes,
  type MinutesVillage,
  type VillageMinutes,
} from './list.js'
export { MEETINGS, meetingOf, type Meeting } from './meeting.js'
export { MOST_PAGES, takeMinutes, withdrawMinutes, type GivenMinutes } from './take.js'
