#ifndef RING_LOSS_SAME_BITS_H
#define RING_LOSS_SAME_BITS_H

/* Writes dL/dx and dL/dR, returns the loss. */
float same_bits_forward_backward(const float *restrict x, float *restrict gradient, float *restrict radius_gradient, int rows,
        int dim, double radius, double delta, double weight);

#endif
