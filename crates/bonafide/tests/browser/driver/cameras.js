// Stands between a page and the browser's camera, so that a test decides how the camera answers and when it fails.
// It is there before the page's own scripts; `window.cameras` is what a test asks and tells.
{
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const cameras = {
    answer: "gives", // or "waits", until `lets` is called; or the name of an error
    asked: [], // what was asked for, each time
    given: [], // the tracks that were given
    told: [], // what the tracks were told
    lets: () => {},
    labels: null, // of the cameras, the first of which is opened where none is named
    can: {}, // what the tracks say they are capable of
  };
  window.cameras = cameras;
  const named = (id) => cameras.labels?.[Number(id?.slice(1))];

  devices.getUserMedia = async (wish) => {
    cameras.asked.push(wish.video);
    if (cameras.answer === "waits") await new Promise((lets) => (cameras.lets = lets));
    else if (cameras.answer !== "gives") throw new DOMException("", cameras.answer);
    const stream = await ask({ video: { width: wish.video.width, height: wish.video.height } });
    const [track] = stream.getVideoTracks();
    const label = named(wish.video.deviceId?.exact) ?? cameras.labels?.[0];
    if (label) Object.defineProperty(track, "label", { value: label });
    track.getCapabilities = () => cameras.can;
    track.applyConstraints = async (what) => void cameras.told.push(...what.advanced);
    cameras.given.push(track);
    return stream;
  };

  const list = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () =>
    cameras.labels?.map((label, n) => ({ kind: "videoinput", label, deviceId: `c${n}` })) ?? list();

  // A browser ends a track without a word of the page; to stop one tells nobody.
  cameras.ends = () => {
    const track = cameras.given.at(-1);
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };

  // No further picture comes, as far as anybody can tell.
  cameras.freezes = () => {
    HTMLVideoElement.prototype.getVideoPlaybackQuality = () => ({ totalVideoFrames: 7 });
  };

  // Another application is in front, or the screen is locked.
  cameras.isSeen = (seen) => {
    const state = seen ? "visible" : "hidden";
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
}
