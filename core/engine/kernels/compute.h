// Matrix products, threads and memory of the engine: the one border to LibTorch's CPU kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <new>
#include <utility>

#include "telesoft/engine/kernels/table.h"

namespace telesoft::engine {

/// A row-major matrix that somebody else owns.
template <class E>
struct View {
  E* data = nullptr;
  std::int64_t rows = 0, columns = 0, stride = 0;
  View(E* d, std::int64_t r, std::int64_t c) : data(d), rows(r), columns(c), stride(c) {}
  View(E* d, std::int64_t r, std::int64_t c, std::int64_t s)
      : data(d), rows(r), columns(c), stride(s) {}
};

enum class Shape { Plain, Transposed };

/// c = a b, or c += a b: by oneDNN, which picks AMX, AVX-512 or AVX2. Throws c10::Error.
template <class E>
struct Product {
  View<const E> a;
  Shape aShape = Shape::Plain;
  View<const E> b;
  Shape bShape = Shape::Plain;
  View<E> c;
  bool add = false;
};
void multiply(const Product<float>& product);
void multiply(const Product<Bf16>& product);

/// To be called first in main(): restarts the program once, by exec, so that threads wait for one
/// another asleep. libgomp reads that from the environment while it is loaded; its own choice, to
/// spin, costs twice the time where something else runs on the machine.
void waitAsleep(char** argv);
void setThreads(std::int64_t count);
[[nodiscard]] std::int64_t threadCount();
/// Calls body for parts of [0, count), each a multiple of `grain` long but the last.
void parallel(std::int64_t count, std::int64_t grain, const std::function<void(Range)>& body);

/// Aligned memory that is not set on growing. Throws std::bad_alloc.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::int64_t count) { resize(count); }
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Buffer() { std::free(data_); }

  /// The content is lost when it has to grow.
  T* resize(std::int64_t count) {
    if (count > capacity_) {
      std::free(data_);
      data_ = nullptr;
      capacity_ = size_ = 0;
      const size_t bytes = (static_cast<size_t>(count) * sizeof(T) + 127) / 64 * 64;
      data_ = static_cast<T*>(std::aligned_alloc(64, bytes));
      if (data_ == nullptr) {
        throw std::bad_alloc();
      }
      capacity_ = count;
    }
    size_ = count;
    return data_;
  }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  T& operator[](std::int64_t i) { return data_[i]; }
  const T& operator[](std::int64_t i) const { return data_[i]; }

 private:
  T* data_ = nullptr;
  std::int64_t size_ = 0, capacity_ = 0;
};

}  // namespace telesoft::engine
