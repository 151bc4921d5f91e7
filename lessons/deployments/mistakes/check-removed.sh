cat > shop.json <<'JSON'
{
  "family": "shop", "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
  "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
  "containerDefinitions": [{
    "name": "shop", "image": "ghcr.io/example/shop:1.5", "portMappings": [{"containerPort": 80}],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/shop", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "shop"}}
  }]
}
JSON
aws ecs register-task-definition --cli-input-json file://shop.json
aws ecs update-service --cluster lab --service shop --task-definition shop
