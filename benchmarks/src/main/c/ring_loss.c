/*
 * Ring loss with the Huber penalty as one would write it by hand in C: one loop for the norm and one for the gradient of
 * every row. The twin of PlainLoops.java, compiled as an engineer would: see benchmarks/c-peer. Sums of squares are float,
 * or double to tell what norms cost that neither overflow nor lose digits.
 */
#include <jni.h>
#include <math.h>
#include <stdint.h>

#include "ring_loss_same_bits.h"

/* Twin of CLoops.Sums. */
enum { FLOATS, DOUBLES, SAME_BITS };

typedef float norm_of_row(const float *row, int dim);

static inline float float_norm(const float *row, int dim)
{
    float sum = 0;
    for (int j = 0; j < dim; j++) {
        sum += row[j] * row[j];
    }
    return sqrtf(sum);
}

static inline float double_norm(const float *row, int dim)
{
    double sum = 0;
    for (int j = 0; j < dim; j++) {
        sum += (double) row[j] * row[j];
    }
    return (float) sqrt(sum);
}

__attribute__((always_inline)) static inline float forward_backward(norm_of_row *norm_of, const float *restrict x, float *restrict gradient,
        float *restrict radius_gradient, int rows, int dim, float radius, float delta, float weight)
{
    float loss = 0;
    float slopes = 0;
    float factor = weight / (float) rows;
    for (int i = 0; i < rows; i++) {
        const float *row = x + (int64_t) i * dim;
        float *out = gradient + (int64_t) i * dim;
        float norm = norm_of(row, dim);
        float residual = norm - radius;
        float magnitude = fabsf(residual);
        loss += magnitude <= delta ? 0.5f * residual * residual : delta * (magnitude - 0.5f * delta);
        float slope = fminf(fmaxf(residual, -delta), delta);
        slopes += slope;
        float coefficient = norm == 0 ? 0 : factor * slope / norm;
        for (int j = 0; j < dim; j++) {
            out[j] = coefficient * row[j];
        }
    }
    *radius_gradient = -factor * slopes;
    return factor * loss;
}

JNIEXPORT jfloat JNICALL Java_org_ringloss_benchmarks_CLoops_forwardBackward(JNIEnv *env, jclass type, jint sums,
        jlong x, jlong gradient, jlong radius_gradient, jint rows, jint dim, jdouble radius, jdouble delta, jdouble weight)
{
    (void) env;
    (void) type;
    const float *from = (const float *) (intptr_t) x;
    float *to = (float *) (intptr_t) gradient;
    float *slope = (float *) (intptr_t) radius_gradient;
    switch (sums) {
    case SAME_BITS:
        return same_bits_forward_backward(from, to, slope, rows, dim, radius, delta, weight);
    case DOUBLES:
        return forward_backward(double_norm, from, to, slope, rows, dim, (float) radius, (float) delta, (float) weight);
    default:
        return forward_backward(float_norm, from, to, slope, rows, dim, (float) radius, (float) delta, (float) weight);
    }
}

JNIEXPORT jlong JNICALL Java_org_ringloss_benchmarks_CLoops_address(JNIEnv *env, jclass type, jobject buffer)
{
    (void) type;
    return (jlong) (intptr_t) (*env)->GetDirectBufferAddress(env, buffer);
}
