// The carrier in the box, as the browser meets it. Loaded only when the provider is the simulator,
// before the carrier's own software, which stays as it is.
//
// Its signalling goes to our own origin, and what it would hear from the carrier is made here: a
// second connection in this page answers its offers, with a ringing tone and then a soft voice.
// Nothing leaves this machine.
(() => {
  'use strict';

  const NativeSocket = window.WebSocket;
  const nativeFetch = window.fetch;
  const NativeRequest = window.XMLHttpRequest;
  const here = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/simulator/signal`;

  /** The other end of each call's media, by the name the call goes by at the moment. */
  const lines = new Map();
  /** The name by which the carrier's software knows a call before it is told ours. */
  let latest = null;
  /** The connection that signals at present. */
  let carrier = null;

  /** One call's other end: a tone in, and whatever the microphone sends out to nowhere. */
  class Line {
    constructor() {
      this.peer = new RTCPeerConnection();
      this.context = new AudioContext();
      this.output = this.context.createMediaStreamDestination();
      this.gain = this.context.createGain();
      this.gain.gain.value = 0;
      this.gain.connect(this.output);
      this.oscillators = [];
      this.offer = null;
      this.output.stream.getTracks().forEach((track) => this.peer.addTrack(track, this.output.stream));
    }

    /** Takes an offer, to be answered when the carrier rings or answers. */
    take(offer) {
      this.offer = offer;
    }

    /** The answer to the last offer, once; null when there is none to answer. */
    async answer() {
      if (this.offer === null) return null;
      const sdp = this.offer;
      this.offer = null;
      await this.peer.setRemoteDescription({ type: 'offer', sdp });
      await this.peer.setLocalDescription(await this.peer.createAnswer());
      return this.gathered();
    }

    /** An offer of our own, for a call that comes in. */
    async invite() {
      await this.peer.setLocalDescription(await this.peer.createOffer());
      return this.gathered();
    }

    /** What the carrier's software answers to it. */
    async accepted(sdp) {
      await this.peer.setRemoteDescription({ type: 'answer', sdp });
    }

    async gathered() {
      if (this.peer.iceGatheringState !== 'complete') {
        await new Promise((resolve) => {
          const look = () => {
            if (this.peer.iceGatheringState === 'complete') resolve();
          };
          this.peer.addEventListener('icegatheringstatechange', look);
          setTimeout(resolve, 1500);
        });
      }
      return this.peer.localDescription.sdp;
    }

    /** Two seconds of ringing in six, as far as a phone rings in America. */
    ring() {
      this.silence();
      this.play([440, 480], 0.06);
      const now = this.context.currentTime;
      for (let cycle = 0; cycle < 100; cycle += 1) {
        this.gain.gain.setValueAtTime(1, now + cycle * 6);
        this.gain.gain.setValueAtTime(0, now + cycle * 6 + 2);
      }
    }

    /** Somebody is there: a soft tone that rises and falls. */
    talk() {
      this.silence();
      this.play([220], 0.05);
      const now = this.context.currentTime;
      this.gain.gain.setValueAtTime(0, now);
      this.gain.gain.linearRampToValueAtTime(1, now + 0.5);
    }

    play(pitches, loudness) {
      const level = this.context.createGain();
      level.gain.value = loudness;
      level.connect(this.gain);
      this.oscillators = pitches.map((pitch) => {
        const oscillator = this.context.createOscillator();
        oscillator.frequency.value = pitch;
        oscillator.connect(level);
        oscillator.start();
        return oscillator;
      });
    }

    silence() {
      this.gain.gain.cancelScheduledValues(0);
      this.oscillators.forEach((oscillator) => oscillator.stop());
      this.oscillators = [];
    }

    close() {
      this.silence();
      this.peer.close();
      if (this.context.state !== 'closed') this.context.close();
    }
  }

  const lineOf = (name) => lines.get(name) ?? null;

  /** The carrier gives a call the name it will go by from now on; its line stays the same. */
  const name = (called) => {
    if (lines.has(called) || !lines.has(latest)) return;
    lines.set(called, lines.get(latest));
    lines.delete(latest);
    latest = null;
  };

  const hangUp = (called) => {
    const line = lineOf(called);
    if (line === null) return;
    line.close();
    lines.delete(called);
  };

  /** What the carrier says, with the media added that it does not have. */
  const completed = async (message) => {
    const { type, payload } = message;
    if (type === 'ringing' || type === 'answer') {
      name(payload.callsid);
      const line = lineOf(payload.callsid);
      if (line === null) return message;
      const sdp = payload.sdp ? null : await line.answer();
      if (type === 'ringing') line.ring();
      else line.talk();
      return sdp === null ? message : { ...message, payload: { ...payload, sdp } };
    }
    if (type === 'invite' && !payload.sdp) {
      const line = new Line();
      lines.set(payload.callsid, line);
      return { ...message, payload: { ...payload, sdp: await line.invite() } };
    }
    if (type === 'hangup' || type === 'cancel') hangUp(payload.callsid);
    return message;
  };

  /** What the browser says, of which the media stays here. */
  const overheard = (message) => {
    const { type, payload } = message;
    if (type === 'invite' && !payload.reconnect) {
      const line = new Line();
      latest = payload.callsid;
      lines.set(latest, line);
      line.take(payload.sdp);
    } else if (type === 'reinvite') {
      const line = lineOf(payload.callsid);
      if (line !== null) line.take(payload.sdp);
    } else if (type === 'answer') {
      const line = lineOf(payload.callsid);
      if (line !== null) line.accepted(payload.sdp).then(() => line.talk());
    } else if (type === 'hangup' || type === 'reject') {
      hangUp(payload.callsid);
    }
    if (!('sdp' in payload)) return message;
    return { ...message, payload: { ...payload, sdp: undefined } };
  };

  /** The connection that the carrier's software believes to be to the carrier. */
  class CarrierSocket extends EventTarget {
    constructor(url) {
      super();
      this.url = url;
      carrier = this;
      this.socket = new NativeSocket(here);
      // Messages are given on in the order they came, however long the media of one takes.
      this.turn = Promise.resolve();
      this.socket.addEventListener('open', () => this.pass(new Event('open')));
      this.socket.addEventListener('error', () => this.pass(new Event('error')));
      this.socket.addEventListener('close', ({ code, reason }) => {
        this.turn = this.turn.then(() => this.pass(new CloseEvent('close', { code, reason })));
      });
      this.socket.addEventListener('message', ({ data }) => {
        this.turn = this.turn.then(() => this.receive(data)).catch((error) => {
          console.error('The simulated carrier could not make the media of a call.', error);
        });
      });
    }

    get readyState() {
      return this.socket.readyState;
    }

    async receive(data) {
      const whole = data === '\n' ? data : JSON.stringify(await completed(JSON.parse(data)));
      this.pass(new MessageEvent('message', { data: whole }));
    }

    send(data) {
      this.socket.send(data === '\n' ? data : JSON.stringify(overheard(JSON.parse(data))));
    }

    close(code, reason) {
      this.socket.close(code, reason);
    }

    pass(event) {
      this.dispatchEvent(event);
      const handler = this[`on${event.type}`];
      if (typeof handler === 'function') handler.call(this, event);
    }
  }

  // Digits travel with the sound, where nobody but this page hears them: so they are told as well.
  const nativeInsert = RTCDTMFSender.prototype.insertDTMF;
  RTCDTMFSender.prototype.insertDTMF = function insertDTMF(dtmf, ...rest) {
    const callsid = [...lines.keys()].at(-1);
    if (callsid !== undefined && carrier?.readyState === NativeSocket.OPEN) {
      carrier.send(JSON.stringify({ type: 'dtmf', payload: { callsid, dtmf }, version: '1.6' }));
    }
    return nativeInsert.call(this, dtmf, ...rest);
  };

  const isSignalling = (url) => new URL(url, location.href).pathname.endsWith('/signal');

  window.WebSocket = new Proxy(NativeSocket, {
    construct(target, [url, ...rest]) {
      return isSignalling(url) ? new CarrierSocket(url) : new target(url, ...rest);
    },
  });

  /** The carrier's own hosts, which get neither figures about calls nor questions about sounds. */
  const isCarrier = (url) => {
    const { hostname } = new URL(url, location.href);
    return hostname === 'twilio.com' || hostname.endsWith('.twilio.com')
      || hostname.endsWith('.twiliocdn.com');
  };

  window.fetch = function fetch(input, options) {
    const url = typeof input === 'object' && 'url' in input ? input.url : String(input);
    if (isCarrier(url)) return Promise.resolve(new Response(null, { status: 204 }));
    return nativeFetch.call(window, input, options);
  };

  // An empty sound, so that a sound nobody has replaced is silent and not an error.
  const silence = 'data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';
  const nativeOpen = NativeRequest.prototype.open;
  NativeRequest.prototype.open = function open(method, url, ...rest) {
    return nativeOpen.call(this, method, isCarrier(url) ? silence : url, ...rest);
  };
})();
