// Two videos as one: the second plays, stops and seeks with the first, and shows the same moment.

/** Seconds apart from which a jump is better than another pace. */
const FAR = 0.25;
/** Closer than this, both show the same frame. */
const NEAR = 0.004;

/** Let `follower` keep in step with `leader`, whatever either of them is at. */
export function keepInStep(leader, follower) {
  const meet = () => {
    if (follower.readyState > 0) follower.currentTime = leader.currentTime;
    if (leader.paused || leader.ended) follower.pause();
    else if (follower.paused) follower.play().catch(() => {});
  };
  for (const event of ["play", "playing", "pause", "seeking", "seeked"]) leader.addEventListener(event, meet);
  leader.addEventListener("waiting", () => follower.pause());
  follower.addEventListener("loadeddata", meet);
  const steer = () => {
    const apart = follower.currentTime - leader.currentTime;
    if (Math.abs(apart) > FAR) meet();
    const pace = Math.abs(apart) < NEAR ? 1 : Math.min(2, Math.max(0.5, 1 - 3 * apart));
    follower.playbackRate = leader.playbackRate * pace;
  };
  if (!leader.requestVideoFrameCallback) return leader.addEventListener("timeupdate", steer);
  const each = () => (steer(), leader.requestVideoFrameCallback(each));
  leader.requestVideoFrameCallback(each);
}
