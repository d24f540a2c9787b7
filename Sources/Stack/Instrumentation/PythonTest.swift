/// The test of the Python instrumentation.
enum PythonTest {
  static let text = #"""
    """python -m unittest: needs no server."""

    import io
    import json
    import logging
    import unittest

    from fastapi import FastAPI, HTTPException
    from fastapi.testclient import TestClient
    from prometheus_client import REGISTRY
    from starlette.responses import JSONResponse, StreamingResponse

    import observability


    def counted(endpoint, status, method="GET"):
        labels = {"method": method, "endpoint": endpoint, "status": status}
        return REGISTRY.get_sample_value("http_requests_total", labels) or 0


    class ObservabilityTest(unittest.TestCase):
        def setUp(self):
            app = FastAPI()
            self.log = observability.set_up(app)
            self.lines = io.StringIO()
            logging.getLogger().handlers[0].setStream(self.lines)

            @app.get("/items/{item}")
            async def item(item: int):
                self.log.info("inside")
                if item > 9:
                    raise HTTPException(status_code=404)
                return {}

            @app.get("/boom")
            async def boom():
                raise RuntimeError("boom")

            @app.get("/half")
            async def half():
                async def parts():
                    yield b"half"
                    raise RuntimeError("late")

                return StreamingResponse(parts())

            self.client = TestClient(app, raise_server_exceptions=False)

        def logged(self):
            return [json.loads(line) for line in self.lines.getvalue().splitlines()]

        def test_requests_are_counted_by_route_and_not_by_path(self):
            before = counted("/items/{item}", "200")
            for item in range(5):
                self.client.get(f"/items/{item}")
            self.assertEqual(counted("/items/{item}", "200") - before, 5)
            self.assertEqual(counted("/items/3", "200"), 0)

        def test_what_meets_no_route_is_one_endpoint(self):
            before = counted("unmatched", "404")
            self.client.get("/nothing/1")
            self.client.get("/nothing/2")
            self.assertEqual(counted("unmatched", "404") - before, 2)

        def test_a_raised_404_is_counted_by_its_route(self):
            before = counted("/items/{item}", "404")
            self.assertEqual(self.client.get("/items/10").status_code, 404)
            self.assertEqual(counted("/items/{item}", "404") - before, 1)

        def test_an_exception_is_an_answer_with_an_id_and_a_count(self):
            before = counted("/boom", "500")
            answer = self.client.get("/boom", headers={"x-correlation-id": "abc-1"})
            self.assertEqual(answer.status_code, 500)
            self.assertEqual(answer.headers["x-correlation-id"], "abc-1")
            self.assertEqual(answer.json()["correlation_id"], "abc-1")
            self.assertEqual(counted("/boom", "500") - before, 1)
            failed = [line for line in self.logged() if line["event"] == "request failed"]
            self.assertIn("RuntimeError: boom", failed[0]["exception"])
            self.assertEqual(failed[0]["correlation_id"], "abc-1")

        def test_an_own_handler_of_exceptions_answers_with_the_id(self):
            for kind in (Exception, 500):
                app = FastAPI()
                observability.set_up(app)

                @app.exception_handler(kind)
                def sorry(request, error):
                    return JSONResponse({"sorry": str(error)}, status_code=503)

                @app.get("/boom")
                async def boom():
                    raise RuntimeError("boom")

                before = counted("/boom", "503")
                answer = TestClient(app).get("/boom", headers={"x-correlation-id": "abc-2"})
                self.assertEqual(answer.json(), {"sorry": "boom"})
                self.assertEqual(answer.headers["x-correlation-id"], "abc-2")
                self.assertEqual(counted("/boom", "503") - before, 1)

        def test_an_answer_that_breaks_off_is_an_error(self):
            before = counted("/half", "500")
            try:
                self.client.get("/half")
            except Exception:
                pass
            self.assertEqual(counted("/half", "500") - before, 1)

        def test_each_line_has_the_id_of_its_request_and_no_other(self):
            self.client.get("/items/1", headers={"x-correlation-id": "first"})
            self.client.get("/items/1")
            self.log.info("outside")
            inside = [line for line in self.logged() if line["event"] == "inside"]
            self.assertEqual(inside[0]["correlation_id"], "first")
            self.assertNotIn(inside[1]["correlation_id"], ("first", ""))
            self.assertNotIn("correlation_id", self.logged()[-1])

        def test_an_id_that_could_break_lines_is_replaced(self):
            answer = self.client.get("/items/1", headers={"x-correlation-id": 'a" b'})
            self.assertRegex(answer.headers["x-correlation-id"], "^[0-9a-f-]{36}$")

        def test_the_trace_of_the_caller_is_in_the_lines(self):
            trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            self.client.get("/items/1", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
            inside = [line for line in self.logged() if line["event"] == "inside"]
            self.assertEqual(inside[0]["trace_id"], trace)

        def test_lines_have_level_time_and_event(self):
            self.client.get("/items/1")
            logging.getLogger("library").warning("from elsewhere")
            for line in self.logged():
                self.assertIn(line["level"], ("info", "warning", "error"))
                self.assertRegex(line["timestamp"], r"^\d{4}-\d\d-\d\dT.*Z$")
                self.assertTrue(line["event"])

        def test_metrics_are_exposed_and_not_counted(self):
            text = self.client.get("/metrics").text
            self.assertIn('http_request_duration_seconds_bucket{endpoint="', text)
            self.assertNotIn('endpoint="/metrics"', self.client.get("/metrics").text)

        def test_queries_that_fail_are_measured_too(self):
            name, labels = "db_query_duration_seconds_count", {"query_type": "test"}
            with self.assertRaises(ValueError):
                with observability.query("test"):
                    raise ValueError
            self.assertEqual(REGISTRY.get_sample_value(name, labels), 1)


    if __name__ == "__main__":
        unittest.main()

    """#
}
