# Where tests/cross/deps.sh puts the libraries it built for DOT11_CROSS. The
# host's own .pc files must not be found when building for something else.
get_filename_component(DOT11_CROSS_DEPS
    ${CMAKE_CURRENT_LIST_DIR}/../../build/deps/${DOT11_CROSS} ABSOLUTE)
set(CMAKE_FIND_ROOT_PATH ${DOT11_CROSS_DEPS} /usr/${DOT11_CROSS})
set(ENV{PKG_CONFIG_PATH} "")
# A crypto provider that can be built for anything.
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/../../build/deps/src/mbedtls)
    get_filename_component(mbedtls
        ${CMAKE_CURRENT_LIST_DIR}/../../build/deps/src/mbedtls ABSOLUTE)
    set(DOT11_MBEDTLS_PATH ${mbedtls} CACHE PATH "Source tree of Mbed TLS")
endif()
set(ENV{PKG_CONFIG_LIBDIR} ${DOT11_CROSS_DEPS}/lib/pkgconfig)
