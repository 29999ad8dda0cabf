/*
 * Ring loss with the Huber penalty as one would write it by hand in C: one loop for the norm and one for the gradient of
 * every row. The counterpart of PlainLoops.java, compiled as an engineer would: see benchmarks/c-peer. Sums of squares are float,
 * or double to tell what norms cost that neither overflow nor lose digits.
 */
#include <jni.h>
#include <math.h>
#include <stdint.h>

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
    float derivatives = 0;
    float factor = weight / (float) rows;
    for (int i = 0; i < rows; i++) {
        const float *row = x + (int64_t) i * dim;
        float *out = gradient + (int64_t) i * dim;
        float norm = norm_of(row, dim);
        float residual = norm - radius;
        float magnitude = fabsf(residual);
        loss += magnitude <= delta ? 0.5f * residual * residual : delta * (magnitude - 0.5f * delta);
        float derivative = fminf(fmaxf(residual, -delta), delta);
        derivatives += derivative;
        float coefficient = norm == 0 ? 0 : factor * derivative / norm;
        for (int j = 0; j < dim; j++) {
            out[j] = coefficient * row[j];
        }
    }
    *radius_gradient = -factor * derivatives;
    return factor * loss;
}

JNIEXPORT jfloat JNICALL Java_org_ringloss_benchmarks_CLoops_forwardBackward(JNIEnv *env, jclass type,
        jboolean double_sums, jlong x, jlong gradient, jlong radius_gradient, jint rows, jint dim, jfloat radius,
        jfloat delta, jfloat weight)
{
    (void) env;
    (void) type;
    const float *from = (const float *) (intptr_t) x;
    float *to = (float *) (intptr_t) gradient;
    float *radius_to = (float *) (intptr_t) radius_gradient;
    return double_sums ? forward_backward(double_norm, from, to, radius_to, rows, dim, radius, delta, weight)
                       : forward_backward(float_norm, from, to, radius_to, rows, dim, radius, delta, weight);
}

JNIEXPORT jlong JNICALL Java_org_ringloss_benchmarks_CLoops_address(JNIEnv *env, jclass type, jobject buffer)
{
    (void) type;
    return (jlong) (intptr_t) (*env)->GetDirectBufferAddress(env, buffer);
}
