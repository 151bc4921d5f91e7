cat > production.json <<'JSON'  # free: 3600
{
  "family": "api",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
  "containerDefinitions": [
    {
      "name": "api",
      "image": "public.ecr.aws/docker/library/busybox:1.36",
      "command": ["sh", "-c", "echo stage: $STAGE; sleep 3600"],
      "environment": [{"name": "STAGE", "value": "production"}],
      "logConfiguration": {
        "logDriver": "awslogs",
        "options": {
          "awslogs-group": "/ecs/api",
          "awslogs-region": "us-east-1",
          "awslogs-stream-prefix": "production"
        }
      }
    }
  ]
}
JSON
aws ecs register-task-definition --cli-input-json file://production.json
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition api:2 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
