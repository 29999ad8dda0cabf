/*
 * Ring loss with the Huber penalty in C that keeps what this library promises of norms and gradients: the sums of squares
 * are added in the order, and with the error terms, of ScalarBackend.java, by hand in vectors of eight doubles. It tells
 * how much of the time is the price of the promise, in any language. Not compiled with -ffast-math, which would drop the
 * error terms. Loss and radius gradient are plain sums of doubles, which is less than the library promises.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "ring_loss_same_bits.h"

typedef double doubles __attribute__((vector_size(64)));
typedef float floats __attribute__((vector_size(32)));
typedef int64_t lanes __attribute__((vector_size(64)));

enum { LANES = 8, STEP = 32, BLOCK = 128, SHORT_ROW = 64 };

typedef struct {
    doubles sum;
    doubles error;
} pairs;

static inline doubles squares_of(const float *row, int left)
{
    floats narrow = {0};
    if (left >= LANES) {
        memcpy(&narrow, row, sizeof narrow);
    } else if (left > 0) {
        memcpy(&narrow, row, (size_t) left * sizeof *row);
    }
    doubles wide = __builtin_convertvector(narrow, doubles);
    return wide * wide;
}

/* Eight lanes of a block of up to 128 elements. */
static inline doubles block_of(const float *row, int length)
{
    doubles a = {0}, b = {0}, c = {0}, d = {0};
    int whole = length & -STEP;
    for (int j = 0; j < whole; j += STEP) {
        a += squares_of(row + j, LANES);
        c += squares_of(row + j + 8, LANES);
        b += squares_of(row + j + 16, LANES);
        d += squares_of(row + j + 24, LANES);
    }
    if (whole < length) {
        int left = length - whole;
        a += squares_of(row + whole, left);
        c += squares_of(row + whole + 8, left - 8);
        b += squares_of(row + whole + 16, left - 16);
        d += squares_of(row + whole + 24, left - 24);
    }
    return (a + b) + (c + d);
}

/* Adds with Knuth's two-sum. */
static inline pairs plus(pairs p, pairs q)
{
    doubles next = p.sum + q.sum;
    doubles back = next - p.sum;
    return (pairs){next, (p.error + q.error) + ((p.sum - (next - back)) + (q.sum - back))};
}

static inline pairs exchanged(pairs p, lanes order)
{
    return (pairs){__builtin_shuffle(p.sum, order), __builtin_shuffle(p.error, order)};
}

static const lanes BY_4 = {4, 5, 6, 7, 0, 1, 2, 3};
static const lanes BY_2 = {2, 3, 0, 1, 6, 7, 4, 5};
static const lanes BY_1 = {1, 0, 3, 2, 5, 4, 7, 6};

static inline double norm_of(const float *row, int dim)
{
    if (dim <= SHORT_ROW) {
        doubles sum = block_of(row, dim);
        sum += __builtin_shuffle(sum, BY_4);
        sum += __builtin_shuffle(sum, BY_2);
        sum += __builtin_shuffle(sum, BY_1);
        return sqrt(sum[0]);
    }
    pairs p = {{0}, {0}};
    int j = 0;
    for (; j <= dim - BLOCK; j += BLOCK) {
        p = plus(p, (pairs){block_of(row + j, BLOCK), {0}});
    }
    if (j < dim) {
        p = plus(p, (pairs){block_of(row + j, dim - j), {0}});
    }
    p = plus(p, exchanged(p, BY_4));
    p = plus(p, exchanged(p, BY_2));
    p = plus(p, exchanged(p, BY_1));
    return sqrt(p.sum[0] + p.error[0]);
}

float same_bits_forward_backward(const float *restrict x, float *restrict gradient, float *restrict radius_gradient, int rows,
        int dim, double radius, double delta, double weight)
{
    double loss = 0;
    double slopes = 0;
    double factor = weight / rows;
    for (int i = 0; i < rows; i++) {
        const float *row = x + (int64_t) i * dim;
        float *out = gradient + (int64_t) i * dim;
        double norm = norm_of(row, dim);
        double residual = norm - radius;
        double magnitude = fabs(residual);
        loss += magnitude <= delta ? 0.5 * residual * residual : delta * (magnitude - 0.5 * delta);
        double slope = magnitude <= delta ? residual : copysign(delta, residual);
        slopes += slope;
        float coefficient = norm == 0 ? 0 : (float) (factor * slope / norm);
        for (int j = 0; j < dim; j++) {
            out[j] = coefficient * row[j];
        }
    }
    *radius_gradient = (float) (-factor * slopes);
    return (float) (factor * loss);
}
