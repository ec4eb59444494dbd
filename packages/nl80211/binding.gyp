{
  "targets": [
    {
      "target_name": "vwifi_nl80211",
      "sources": ["native/addon.cc", "native/socket.cc", "native/namespace.cc", "native/held.cc"],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NAPI_DISABLE_CPP_EXCEPTIONS", "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"],
      "cflags": ["-Wall", "-Wextra", "-Wno-unused-parameter", "<!@(pkg-config --cflags libnl-3.0 libnl-genl-3.0)"],
      "cflags_cc": ["-std=c++17"],
      "libraries": ["<!@(pkg-config --libs libnl-3.0 libnl-genl-3.0)"]
    }
  ]
}
