require 'json'

package = JSON.parse(File.read(File.join(__dir__, '..', 'package.json')))

Pod::Spec.new do |s|
  s.name = 'RingpostReactNative'
  s.version = package['version']
  s.summary = package['description']
  s.license = package['license']
  s.author = 'Ringpost'
  s.homepage = 'https://example.com/ringpost'
  s.source = { :path => '.' }
  s.platforms = { :ios => '16.4' }
  s.swift_version = '6.0'
  s.static_framework = true
  s.source_files = '*.swift'
  s.frameworks = 'AVFAudio', 'CallKit', 'PushKit', 'UserNotifications'
  s.dependency 'ExpoModulesCore'
  s.dependency 'RingpostKit'
  s.pod_target_xcconfig = { 'DEFINES_MODULE' => 'YES' }
end
