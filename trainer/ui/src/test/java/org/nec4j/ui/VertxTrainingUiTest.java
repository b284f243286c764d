package org.nec4j.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.codec.error.UserException;
import org.nec4j.train.TrainingUi;

class VertxTrainingUiTest {
    @Test
    void showsTheScoresOfAGraphOnThisMachineAlone() throws Exception {
        ComputationGraph graph = graph();
        URI page = URI.create(TrainingUi.installed().open(graph, 1, 0));
        DataSet data = new DataSet(Nd4j.rand(8, 4), Nd4j.rand(8, 2));
        for (int step = 0; step < 5; step++) {
            graph.fit(data);
        }

        assertThat(page.getHost()).isEqualTo("127.0.0.1");
        assertThat(get(page)).contains("<html");
        String numbers = "";
        for (int i = 0; i < 6000 && !numbers.contains("\"scoresIter\":[0,1,2,3,4]"); i++) {
            Thread.sleep(100); // the page takes events up twice a second
            numbers = get(page.resolve("/train/overview/data")).replaceAll("\\s", "");
        }
        assertThat(numbers).contains("\"scoresIter\":[0,1,2,3,4]");
        for (InetAddress address : otherAddresses()) {
            assertThatThrownBy(() -> connect(address, page.getPort())).isInstanceOf(ConnectException.class);
        }
        assertThatThrownBy(() -> TrainingUi.installed().open(graph(), 1, page.getPort()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("127.0.0.1:" + page.getPort())
                .hasMessageContaining("--ui-port");
    }

    private static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "in")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    private static String get(URI address) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(address.toString()).isEqualTo(200);
        return response.body();
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
        }
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }
}
