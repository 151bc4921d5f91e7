cat > shop.json <<'JSON'  # free: 1 10 3 30 80
{
  "family": "shop",
  "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
  "containerDefinitions": [{
    "name": "shop", "image": "ghcr.io/example/shop:latest", "portMappings": [{"containerPort": 80}],
    "healthCheck": {
      "command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"],
      "interval": 10, "retries": 3, "startPeriod": 30
    }
  }]
}
JSON
aws ecs register-task-definition --cli-input-json file://shop.json
aws ecs update-service --cluster lab --service shop --task-definition shop
