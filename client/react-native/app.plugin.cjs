// What Expo loads for "plugins" in app.json.
module.exports = require('./dist/plugin.cjs');
