import org.ringloss.*

var ring = RingLoss.builder().penalty(Penalty.squared()).build()
var gradient = new float[4]
var features = FloatMatrix.of(new float[] {3, 4, 6, 8}, 2, 2)
var result = ring.forwardBackward(features, 7.5, FloatMatrix.of(gradient, 2, 2))
System.out.println(RingLoss.describe())
System.out.println("loss " + result.loss() + " gradient " + Arrays.toString(gradient))
/exit
