// The page of the browser test: the carrier's software, with a log of what it reports.
(() => {
  'use strict';

  const log = [];
  const state = { device: null, call: null };
  const names = ['disconnect', 'incoming', 'outgoing', 'dtmf0', 'dtmf1', 'dtmf2', 'dtmf3', 'dtmf4',
    'dtmf5', 'dtmf6', 'dtmf7', 'dtmf8', 'dtmf9', 'dtmfs', 'dtmfh'];
  const silence = 'data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

  const token = async (seconds, identity) =>
    (await fetch(`/token?seconds=${seconds}&identity=${identity}`)).text();

  const watch = (call) => {
    state.call = call;
    for (const event of ['ringing', 'accept', 'disconnect', 'cancel', 'reject', 'reconnecting',
      'reconnected', 'mute', 'error']) {
      call.on(event, (what) => log.push(event === 'error' ? `error ${what.code}` : event));
    }
  };

  window.phone = {
    log,
    async start({ seconds = 3600, identity = 'user_42', ownSounds = true, garbled = false } = {}) {
      const text = await token(seconds, identity);
      const sounds = ownSounds ? Object.fromEntries(names.map((name) => [name, silence])) : {};
      const device = new Twilio.Device(garbled ? `${text}x` : text, {
        edge: 'ashburn',
        enableImprovedSignalingErrorPrecision: true,
        maxCallSignalingTimeoutMs: 30000,
        sounds,
        logLevel: 5,
      });
      state.device = device;
      device.on('registered', () => log.push('registered'));
      device.on('tokenWillExpire', () => log.push('tokenWillExpire'));
      device.on('error', (error) => log.push(`device error ${error.code}`));
      device.on('incoming', (call) => {
        log.push('incoming');
        watch(call);
      });
      await device.register();
    },
    async connect(params) {
      watch(await state.device.connect({ params }));
    },
    async renew() {
      state.device.updateToken(await token(3600, 'user_42'));
    },
    accept: () => state.call.accept(),
    mute: (muted) => state.call.mute(muted),
    digits: (digits) => state.call.sendDigits(digits),
    hangUp: () => state.call.disconnect(),
    status: () => state.call?.status() ?? null,
    sid: () => state.call?.parameters.CallSid ?? null,
    // How loud the other end is, from the connection's own figures.
    async heard() {
      const pc = state.call._mediaHandler.version.pc;
      const reports = [...(await pc.getStats()).values()];
      const inbound = reports.find((report) => report.type === 'inbound-rtp');
      return { state: pc.connectionState, level: inbound?.audioLevel ?? 0, packets: inbound?.packetsReceived ?? 0 };
    },
  };
})();
